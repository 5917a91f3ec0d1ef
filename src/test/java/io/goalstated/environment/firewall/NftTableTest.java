package io.goalstated.environment.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.environment.network.Ipv4;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NftTableTest {
    /** What nft 1.0.6 prints of the table that {@link NftTable#script} makes. */
    private static final String LISTING = """
        {"nftables": [{"metainfo": {"version": "1.0.6", "json_schema_version": 1}},
         {"table": {"family": "ip", "name": "walinuxagent", "handle": 2}},
         {"chain": {"family": "ip", "table": "walinuxagent", "name": "output", "handle": 1, "type": "filter",
           "hook": "output", "prio": 0, "policy": "accept"}},
         {"rule": {"family": "ip", "table": "walinuxagent", "chain": "output", "handle": 2, "expr": [
           {"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "daddr"}}, "right": "168.63.129.16"}},
           {"match": {"op": "!=", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 53}},
           {"match": {"op": "!=", "left": {"meta": {"key": "skuid"}}, "right": 0}},
           {"match": {"op": "in", "left": {"ct": {"key": "state"}}, "right": ["invalid", "new"]}},
           {"counter": {"packets": 7, "bytes": 420}}, {"drop": null}]}}]}\
        """;

    private final NftTable table = new NftTable(FirewallRules.of(Ipv4.WIRE_SERVER, 0, false, List.of()));

    @Test
    void the_script_replaces_the_table_in_one_transaction() {
        assertThat(table.script()).isEqualTo("""
            add table ip walinuxagent
            delete table ip walinuxagent
            add table ip walinuxagent
            add chain ip walinuxagent output { type filter hook output priority 0 ; policy accept ; }
            add rule ip walinuxagent output ip daddr 168.63.129.16 tcp dport != 53 skuid != 0 ct state invalid,new counter drop
            """);
    }

    @Test
    void its_own_rule_is_right_whatever_was_counted() {
        assertThat(table.check(LISTING)).isEqualTo(Finding.RIGHT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "168.63.129.16 | 168.63.129.17 | no condition on the address 168.63.129.16",
                "\"right\": 53 | \"right\": 80 | no exception for port 53",
                "\"skuid\"}}, \"right\": 0 | \"skuid\"}}, \"right\": 1000 | no condition on the users [0]",
                "[\"invalid\", \"new\"] | [\"invalid\"] | no condition on new connections",
                "{\"drop\": null} | {\"accept\": null} | it does not drop",
                "\"hook\": \"output\" | \"hook\": \"input\" | the table has not exactly one chain",
                "\"policy\": \"accept\" | \"policy\": \"drop\" | the table has not exactly one chain",
                "\"rule\": { | \"ruler\": { | rules in the table: 0 instead of 1",
                "{\"drop\" | {\"match\": {\"op\": \"==\"}}, {\"drop\" | a further condition"
            })
    void each_difference_is_named(String text, String instead, String fault) {
        Finding finding = table.check(LISTING.replace(text.strip(), instead.strip()));

        assertThat(finding.state()).isEqualTo(Finding.State.WRONG);
        assertThat(finding.detail()).contains(fault.strip());
    }

    @Test
    void users_are_a_set_in_any_order() {
        NftTable more = new NftTable(FirewallRules.of(Ipv4.WIRE_SERVER, 0, false, List.of(1001L, 12L)));

        assertThat(more.script()).contains("skuid != { 0, 1001, 12 } ct");
        assertThat(more.check(LISTING.replace(
                                "\"skuid\"}}, \"right\": 0", "\"skuid\"}}, \"right\": {\"set\": [0, 12, 1001]}"))
                        .isRight())
                .isTrue();
    }

    @Test
    void a_listing_that_is_no_json_is_wrong() {
        assertThat(table.check("table ip walinuxagent {").state()).isEqualTo(Finding.State.WRONG);
    }
}
