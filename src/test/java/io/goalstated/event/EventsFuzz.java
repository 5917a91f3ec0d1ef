package io.goalstated.event;

import java.io.IOException;

/** Files that extensions leave in their event directories. */
public final class EventsFuzz {
    private EventsFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        HostileEventsPropertyTest.check(data);
    }
}
