package io.goalstated.environment.firewall;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.environment.network.Ipv4;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rules as nftables knows them: table {@code ip walinuxagent}, one chain on the way out, one rule for each address
 * (spec 03 §12.3). Name and texts are WALinuxAgent's, so that each agent knows the other's table for its own.
 */
final class NftTable {
    static final String NAME = "walinuxagent";

    private static final String CHAIN = "output";

    private final FirewallRules rules;

    NftTable(FirewallRules rules) {
        this.rules = rules;
    }

    /**
     * The input of {@code nft -f -} that puts the table in the place of whatever has its name. nft carries a file out as one
     * transaction: there is no moment without protection, and none in which root is kept out (OPS-94).
     */
    String script() {
        StringBuilder script = new StringBuilder(removal())
                .append("add table ip ")
                .append(NAME)
                .append("\nadd chain ip ")
                .append(NAME)
                .append(' ')
                .append(CHAIN)
                .append(" { type filter hook output priority 0 ; policy accept ; }\n");
        for (Ipv4 address : rules.addresses()) {
            script.append("add rule ip ")
                    .append(NAME)
                    .append(' ')
                    .append(CHAIN)
                    .append(" ip daddr ")
                    .append(address)
                    .append(" tcp dport != 53 skuid != ")
                    .append(users())
                    .append(" ct state invalid,new counter drop\n");
        }
        return script.toString();
    }

    /** The input that removes the table, whether or not it is there. */
    static String removal() {
        return "add table ip " + NAME + "\ndelete table ip " + NAME + "\n";
    }

    private String users() {
        return rules.users().size() == 1
                ? rules.users().get(0).toString()
                : rules.users().stream().map(String::valueOf).collect(Collectors.joining(", ", "{ ", " }"));
    }

    /** Compares with what {@code nft --json list table ip walinuxagent} printed. */
    Finding check(String listing) {
        List<JsonNode> chains = new ArrayList<>();
        List<JsonNode> found = new ArrayList<>();
        try {
            for (JsonNode item : Json.parse(listing).path("nftables")) {
                add(item.path("chain"), chains);
                add(item.path("rule"), found);
            }
        } catch (MalformedJson e) {
            return Finding.wrong("nft's list of the table cannot be read");
        }
        List<String> faults = new ArrayList<>();
        if (chains.size() != 1 || !isOurs(chains.get(0))) {
            faults.add("the table has not exactly one chain " + CHAIN + " on the way out that accepts");
        }
        if (found.size() != rules.addresses().size()) {
            faults.add("rules in the table: " + found.size() + " instead of "
                    + rules.addresses().size());
        } else {
            for (int i = 0; i < found.size(); i++) {
                faults.addAll(faults(found.get(i), rules.addresses().get(i)));
            }
        }
        return faults.isEmpty() ? Finding.RIGHT : Finding.wrong(String.join("; ", faults));
    }

    private static void add(JsonNode item, List<JsonNode> list) {
        if (item.isObject()) {
            list.add(item);
        }
    }

    private static boolean isOurs(JsonNode chain) {
        return chain.path("family").asText().equals("ip")
                && chain.path("name").asText().equals(CHAIN)
                && chain.path("type").asText().equals("filter")
                && chain.path("hook").asText().equals("output")
                && chain.path("policy").asText().equals("accept");
    }

    private List<String> faults(JsonNode rule, Ipv4 address) {
        Conditions conditions = Conditions.of(rule.path("expr"));
        List<String> faults = new ArrayList<>();
        conditions.expect("ip.daddr == " + address, "no condition on the address " + address, faults);
        conditions.expect("tcp.dport != 53", "no exception for port 53", faults);
        conditions.expect("skuid != " + set(rules.users()), "no condition on the users " + rules.users(), faults);
        conditions.expect("ct.state in new,invalid", "no condition on new connections", faults);
        conditions.expect("drop", "it does not drop", faults);
        if (faults.isEmpty() && conditions.count() != 5) {
            faults.add("a further condition");
        }
        return faults;
    }

    private static String set(List<Long> users) {
        return users.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** A rule's expressions, each as one short text; counters, which say nothing of the rule, left out. */
    private record Conditions(List<String> texts) {
        static Conditions of(JsonNode expressions) {
            List<String> texts = new ArrayList<>();
            for (JsonNode expression : expressions) {
                if (expression.has("drop")) {
                    texts.add("drop");
                } else if (!expression.has("counter")) {
                    texts.add(match(expression.path("match")));
                }
            }
            return new Conditions(texts);
        }

        private static String match(JsonNode match) {
            return left(match.path("left")) + " " + match.path("op").asText() + " " + right(match.path("right"));
        }

        private static String left(JsonNode left) {
            JsonNode payload = left.path("payload");
            if (payload.isObject()) {
                return payload.path("protocol").asText() + "."
                        + payload.path("field").asText();
            }
            return left.has("ct")
                    ? "ct." + left.path("ct").path("key").asText()
                    : left.path("meta").path("key").asText();
        }

        /** A value, or the values of a set, a list, or flags, in order of size. */
        private static String right(JsonNode right) {
            JsonNode many = right.has("set") ? right.path("set") : right.has("|") ? right.path("|") : right;
            if (!many.isArray()) {
                return many.asText();
            }
            TreeSet<String> names =
                    new TreeSet<>((a, b) -> a.length() == b.length() ? a.compareTo(b) : a.length() - b.length());
            many.forEach(value -> names.add(value.asText()));
            return String.join(",", names);
        }

        void expect(String text, String fault, List<String> faults) {
            if (!texts.contains(text)) {
                faults.add(fault);
            }
        }

        int count() {
            return texts.size();
        }
    }
}
