package io.goalstated.environment.network;

import java.util.Arrays;
import java.util.Optional;

/**
 * A DISCOVER that only asks, and what may answer it (spec 01 §1.3, spec 03 §10.3). It takes no lease: the machine's own DHCP
 * client does that.
 *
 * @param transaction four random bytes
 * @param mac of the interface that asks
 * @param broadcast asks the server to answer to everybody; not at the first try
 */
record DhcpRequest(int transaction, MacAddress mac, boolean broadcast) {
    /** No answer is read further. */
    static final int MAX_ANSWER = 1024;

    private static final int LENGTH = 244;
    private static final int TRANSACTION_AT = 4;
    private static final int FLAGS_AT = 0x0a;
    private static final int MAC_AT = 0x1c;
    private static final int COOKIE_AT = 0xec;
    private static final int OPTIONS_AT = 0xf0;
    private static final int SHORTEST_ANSWER = 0xf6;
    private static final byte[] COOKIE = {0x63, (byte) 0x82, 0x53, 0x63};
    private static final byte BOOT_REPLY = 2;
    private static final int OFFER = 2;
    private static final int ACKNOWLEDGED = 5;

    byte[] packet() {
        byte[] packet = new byte[LENGTH];
        packet[0] = 1; // A request,
        packet[1] = 1; // over Ethernet,
        packet[2] = MacAddress.LENGTH;
        writeTransaction(packet);
        packet[FLAGS_AT] = (byte) (broadcast ? 0x80 : 0);
        System.arraycopy(mac.bytes(), 0, packet, MAC_AT, MacAddress.LENGTH);
        System.arraycopy(COOKIE, 0, packet, COOKIE_AT, COOKIE.length);
        packet[OPTIONS_AT] = DhcpOptions.MESSAGE_TYPE;
        packet[OPTIONS_AT + 1] = 1;
        packet[OPTIONS_AT + 2] = 1;
        packet[OPTIONS_AT + 3] = (byte) 0xff;
        return packet;
    }

    private void writeTransaction(byte[] packet) {
        for (int i = 0; i < Integer.BYTES; i++) {
            packet[TRANSACTION_AT + i] = (byte) (transaction >>> (8 * (3 - i)));
        }
    }

    /** What those bytes say, if they answer this request; empty for anything else, whatever it is. */
    Optional<DhcpAnswer> understand(byte[] packet) {
        if (packet.length < SHORTEST_ANSWER || packet.length > MAX_ANSWER || !answers(packet)) {
            return Optional.empty();
        }
        return DhcpOptions.parse(packet, OPTIONS_AT).filter(DhcpRequest::offers).map(DhcpAnswer::of);
    }

    private boolean answers(byte[] packet) {
        byte[] mine = new byte[LENGTH];
        writeTransaction(mine);
        return packet[0] == BOOT_REPLY
                && same(packet, mine, TRANSACTION_AT, Integer.BYTES)
                && mac.isAt(packet, MAC_AT)
                && Arrays.equals(COOKIE, Arrays.copyOfRange(packet, COOKIE_AT, COOKIE_AT + COOKIE.length));
    }

    private static boolean same(byte[] one, byte[] other, int offset, int length) {
        return Arrays.equals(one, offset, offset + length, other, offset, offset + length);
    }

    /** BOOTP servers name no type. */
    private static boolean offers(DhcpOptions options) {
        int type = options.number(DhcpOptions.MESSAGE_TYPE);
        return type == OFFER || type == ACKNOWLEDGED || type < 0;
    }
}
