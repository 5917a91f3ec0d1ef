package io.goalstated.soak;

import io.goalstated.lab.FakeAzure;
import io.vertx.core.Future;

/** Something that the platform does wrong for a while. */
record Trouble(String name, Deed begins, Deed ends) {
    interface Deed {
        Deed NOTHING = azure -> Future.succeededFuture();

        Future<?> on(FakeAzure azure);
    }

    static Trouble once(String name, Deed deed) {
        return new Trouble(name, deed, Deed.NOTHING);
    }

    @Override
    public String toString() {
        return name;
    }
}
