package io.goalstated.environment.firewall;

import io.goalstated.environment.network.Ipv4;
import java.util.ArrayList;
import java.util.List;

/**
 * One rule's text behind {@code -A OUTPUT}, in the form in which iptables prints it.
 *
 * @param text words with one blank between them
 */
record IptablesRule(String text) {
    /** What versions of iptables say in several ways becomes one way. */
    static IptablesRule of(String printed) {
        List<String> words = new ArrayList<>();
        String previous = "";
        for (String word : printed.strip().split("\\s+", -1)) {
            words.add(normal(word, previous));
            previous = word;
        }
        return new IptablesRule(String.join(" ", words));
    }

    private static String normal(String word, String previous) {
        return switch (previous) {
            case "-d" -> word.indexOf('/') < 0 ? word + "/32" : word;
            case "--ctstate" -> word.equals("NEW,INVALID") ? "INVALID,NEW" : word;
            default -> word.equals("--destination-port") ? "--dport" : word;
        };
    }

    static IptablesRule dns(Ipv4 address) {
        return to(address, "-m tcp --dport 53 -j ACCEPT");
    }

    static IptablesRule user(Ipv4 address, long user) {
        return to(address, "-m owner --uid-owner " + user + " -j ACCEPT");
    }

    static IptablesRule drop(Ipv4 address) {
        return to(address, "-m conntrack --ctstate INVALID,NEW -j DROP");
    }

    /** What WALinuxAgent set up to 2.2.25 where the drop is now. */
    static IptablesRule formerAccept(Ipv4 address) {
        return to(address, "-m conntrack --ctstate INVALID,NEW -j ACCEPT");
    }

    private static IptablesRule to(Ipv4 address, String rest) {
        return new IptablesRule("-d " + address + "/32 -p tcp " + rest);
    }

    /** The words for a command line. */
    List<String> words() {
        return List.of(text.split(" ", -1));
    }
}
