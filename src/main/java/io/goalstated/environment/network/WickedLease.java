package io.goalstated.environment.network;

import io.goalstated.xml.Element;
import io.goalstated.xml.MalformedXml;
import io.goalstated.xml.Xml;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The lease that SUSE's wicked keeps as XML (its {@code leasefile.c}): when it was granted and for how many seconds, and in {@code
 * options} what wicked has no place for, each {@code <unknown-245><code>245</code><data>a8:3f:81:10</data></unknown-245>}, or by a
 * name of its own where the owner has declared the option.
 */
final class WickedLease {
    private static final long LONGEST = 0xffff_ffffL;

    private WickedLease() {}

    /** The wireserver's address if the lease holds now; empty for any other text. */
    static Optional<Ipv4> wireServer(String text, Instant now) {
        try {
            // The colon in its names stands for no namespace.
            Element lease = Xml.parse(text.replace("<ipv4:", "<ipv4-").replace("</ipv4:", "</ipv4-"));
            Optional<Element> said = lease.first("ipv4-dhcp");
            return said.filter(dhcp -> isGranted(lease, dhcp, now))
                    .flatMap(dhcp -> dhcp.first("options"))
                    .flatMap(WickedLease::option)
                    .filter(Ipv4::isUnicast);
        } catch (MalformedXml e) {
            return Optional.empty();
        }
    }

    private static boolean isGranted(Element lease, Element dhcp, Instant now) {
        long acquired = number(lease.firstText("acquired"));
        long seconds = number(dhcp.firstText("lease-time"));
        return lease.firstText("state").filter("granted"::equals).isPresent()
                && acquired >= 0
                && (seconds == LONGEST || acquired + seconds > now.getEpochSecond());
    }

    /** -1 for what is no number of seconds. */
    private static long number(Optional<String> text) {
        return text.map(String::strip)
                .filter(digits -> digits.matches("\\d{1,12}"))
                .map(Long::parseLong)
                .orElse(-1L);
    }

    private static Optional<Ipv4> option(Element options) {
        return options.children().stream()
                .filter(WickedLease::isWireServer)
                .flatMap(option -> address(option.firstText("data").orElse(option.text())).stream())
                .findFirst();
    }

    private static boolean isWireServer(Element option) {
        String name = option.name().toLowerCase(Locale.ROOT);
        return name.contains("245") || name.contains("azure");
    }

    private static Optional<Ipv4> address(String text) {
        String value = text.strip();
        return Ipv4.parseColonHex(value).or(() -> Ipv4.parse(value));
    }
}
