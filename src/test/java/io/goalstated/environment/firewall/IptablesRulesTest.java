package io.goalstated.environment.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.environment.network.Ipv4;
import java.util.List;
import org.junit.jupiter.api.Test;

class IptablesRulesTest {
    private static final String POLICY = "-P OUTPUT ACCEPT\n";
    private static final String DNS = "-A OUTPUT -d 168.63.129.16/32 -p tcp -m tcp --dport 53 -j ACCEPT\n";
    private static final String ROOT = "-A OUTPUT -d 168.63.129.16/32 -p tcp -m owner --uid-owner 0 -j ACCEPT\n";
    private static final String DROP =
            "-A OUTPUT -d 168.63.129.16/32 -p tcp -m conntrack --ctstate INVALID,NEW -j DROP\n";
    private static final String FORMER =
            "-A OUTPUT -d 168.63.129.16/32 -p tcp -m conntrack --ctstate INVALID,NEW -j ACCEPT\n";
    private static final String FOREIGN = "-A OUTPUT -d 10.0.0.1/32 -j DROP\n";

    private final IptablesRules rules = new IptablesRules(FirewallRules.of(Ipv4.WIRE_SERVER, 0, false, List.of()));

    @Test
    void all_three_in_order_are_right() {
        assertThat(rules.check(POLICY + DNS + ROOT + DROP)).isEqualTo(Finding.RIGHT);
    }

    @Test
    void rules_of_others_may_stand_anywhere() {
        assertThat(rules.check(POLICY + FOREIGN + DNS + FOREIGN + ROOT + DROP + FOREIGN)
                        .isRight())
                .isTrue();
    }

    @Test
    void other_spellings_of_the_same_rules_are_right() {
        String listing = POLICY
                + "-A OUTPUT -d 168.63.129.16 -p tcp -m tcp --destination-port 53 -j ACCEPT\n"
                + ROOT
                + DROP.replace("INVALID,NEW", "NEW,INVALID");

        assertThat(rules.check(listing).isRight()).isTrue();
    }

    @Test
    void none_of_ours_is_absence() {
        assertThat(rules.check(POLICY + FOREIGN).state()).isEqualTo(Finding.State.ABSENT);
    }

    @Test
    void a_missing_rule_is_named() {
        Finding finding = rules.check(POLICY + DNS + DROP);

        assertThat(finding.state()).isEqualTo(Finding.State.WRONG);
        assertThat(finding.detail()).isEqualTo("missing: -d 168.63.129.16/32 -p tcp -m owner --uid-owner 0 -j ACCEPT");
    }

    @Test
    void a_drop_that_comes_first_is_wrong_although_nothing_is_missing() {
        assertThat(rules.check(POLICY + DROP + DNS + ROOT).detail()).isEqualTo("the order is wrong");
    }

    @Test
    void a_former_agents_accept_is_wrong() {
        assertThat(rules.check(POLICY + DNS + ROOT + FORMER + DROP).detail()).contains("former");
    }

    @Test
    void a_repair_replaces_ours_in_one_transaction_and_leaves_others_alone() {
        assertThat(rules.repair(POLICY + FORMER + FOREIGN + DROP)).isEqualTo("""
            *security
            -D OUTPUT -d 168.63.129.16/32 -p tcp -m conntrack --ctstate INVALID,NEW -j ACCEPT
            -D OUTPUT -d 168.63.129.16/32 -p tcp -m conntrack --ctstate INVALID,NEW -j DROP
            -A OUTPUT -d 168.63.129.16/32 -p tcp -m tcp --dport 53 -j ACCEPT
            -A OUTPUT -d 168.63.129.16/32 -p tcp -m owner --uid-owner 0 -j ACCEPT
            -A OUTPUT -d 168.63.129.16/32 -p tcp -m conntrack --ctstate INVALID,NEW -j DROP
            COMMIT
            """);
    }

    @Test
    void further_users_and_the_metadata_service_have_rules_of_the_same_kind() {
        FirewallRules more = FirewallRules.of(Ipv4.WIRE_SERVER, 0, true, List.of(1001L));

        assertThat(new IptablesRules(more).wanted())
                .extracting(IptablesRule::text)
                .containsExactly(
                        "-d 168.63.129.16/32 -p tcp -m tcp --dport 53 -j ACCEPT",
                        "-d 168.63.129.16/32 -p tcp -m owner --uid-owner 0 -j ACCEPT",
                        "-d 168.63.129.16/32 -p tcp -m owner --uid-owner 1001 -j ACCEPT",
                        "-d 168.63.129.16/32 -p tcp -m conntrack --ctstate INVALID,NEW -j DROP",
                        "-d 169.254.169.254/32 -p tcp -m tcp --dport 53 -j ACCEPT",
                        "-d 169.254.169.254/32 -p tcp -m owner --uid-owner 0 -j ACCEPT",
                        "-d 169.254.169.254/32 -p tcp -m owner --uid-owner 1001 -j ACCEPT",
                        "-d 169.254.169.254/32 -p tcp -m conntrack --ctstate INVALID,NEW -j DROP");
    }
}
