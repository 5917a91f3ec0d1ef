package io.goalstated.environment.network;

import java.time.Instant;
import java.util.Optional;

/**
 * The lease that dhcpcd keeps: the server's last packet as it came, in a file that was written then. It has every option, also those
 * of which {@code dhcpcd -U} says nothing because its configuration does not define them.
 */
final class DhcpcdLease {
    private static final int COOKIE_AT = 236;
    private static final int OPTIONS_AT = 240;
    private static final int COOKIE = 0x63825363;
    private static final int ACKNOWLEDGED = 5;
    private static final long FOR_EVER = 0xffff_ffffL;

    private DhcpcdLease() {}

    /**
     * The wireserver's address if the lease holds now; empty for any other bytes.
     *
     * @param written when the file was
     */
    static Optional<Ipv4> wireServer(byte[] packet, Instant written, Instant now) {
        if (packet.length < OPTIONS_AT || Ipv4.at(packet, COOKIE_AT).bits() != COOKIE) {
            return Optional.empty();
        }
        return DhcpOptions.parse(packet, OPTIONS_AT)
                .filter(options -> options.number(DhcpOptions.MESSAGE_TYPE) == ACKNOWLEDGED)
                .filter(options -> holds(options.seconds(DhcpOptions.LEASE_TIME), written, now))
                .flatMap(options -> DhcpAnswer.of(options).wireServer());
    }

    private static boolean holds(Optional<Long> seconds, Instant written, Instant now) {
        return seconds.filter(time -> time == FOR_EVER || written.getEpochSecond() + time > now.getEpochSecond())
                .isPresent();
    }
}
