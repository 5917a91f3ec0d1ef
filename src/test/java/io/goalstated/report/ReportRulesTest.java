package io.goalstated.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportRulesTest {
    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "2,2", "5,5", "6,30", "60,30", "3600,30"})
    void reports_keep_pace_with_short_goal_state_periods_only(long period, long keepAlive) {
        assertThat(ReportRules.of(Duration.ofSeconds(period)).keepAlive()).isEqualTo(Duration.ofSeconds(keepAlive));
    }
}
