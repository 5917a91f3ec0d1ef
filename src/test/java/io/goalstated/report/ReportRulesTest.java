package io.goalstated.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportRulesTest {
    @ParameterizedTest
    @CsvSource({"0,1,1", "1,1,1", "2,2,2", "5,5,5", "6,30,15", "60,30,15", "3600,30,15"})
    void reports_keep_pace_with_short_goal_state_periods_only(long period, long keepAlive, long soonAfterChange) {
        ReportRules rules = ReportRules.of(Duration.ofSeconds(period));

        assertThat(rules.keepAlive()).isEqualTo(Duration.ofSeconds(keepAlive));
        assertThat(rules.soonAfterChange()).isEqualTo(Duration.ofSeconds(soonAfterChange));
    }
}
