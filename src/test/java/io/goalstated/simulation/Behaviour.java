package io.goalstated.simulation;

import io.goalstated.extension.CommandKind;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * What one command does.
 *
 * @param millis how long it takes
 * @param hangs it never ends by itself
 * @param status what it writes where the agent looks for its status
 * @param delay milliseconds from its start to the last word of its status, by which it may have ended long ago
 * @param mischief what else it does
 */
record Behaviour(long millis, boolean hangs, int exit, Status status, long delay, Mischief mischief) {
    /** What a handler says of itself. */
    enum Status {
        NONE,
        SUCCESS,
        ERROR,
        /** Is at work for a while, then succeeds. */
        LATE_SUCCESS,
        LATE_ERROR,
        /** Caught in the middle of writing. */
        GARBAGE_THEN_SUCCESS,
        FOREVER_TRANSITIONING
    }

    /** What real handlers do to their own directories. */
    enum Mischief {
        NONE,
        EMPTIES_SETTINGS,
        REMOVES_ITSELF,
        LEAVES_STRANGERS
    }

    /** Decides for each command. */
    @FunctionalInterface
    interface Source {
        Behaviour of(String handler, String version, CommandKind kind, Optional<String> extension);
    }

    /** Bad luck, the same for the same command whatever else happens. */
    static final class Luck implements Source {
        /** The others have everybody who depends on them wait for 90 minutes: that is worth it now and then only. */
        private static final Status[] USUAL = {
            Status.SUCCESS,
            Status.SUCCESS,
            Status.ERROR,
            Status.LATE_SUCCESS,
            Status.LATE_ERROR,
            Status.GARBAGE_THEN_SUCCESS
        };

        private final long seed;
        private final int percent;
        private int count;

        /** @param percent of the commands that fail */
        Luck(long seed, int percent) {
            this.seed = seed;
            this.percent = percent;
        }

        @Override
        public Behaviour of(String handler, String version, CommandKind kind, Optional<String> extension) {
            Random random = new Random(seed * 31 + Objects.hash(handler, version, kind.word(), extension, count++));
            random.nextInt();
            boolean fails = random.nextInt(100) < percent;
            Status[] all = random.nextInt(12) == 0 ? Status.values() : USUAL;
            Mischief[] some = Mischief.values();
            return new Behaviour(
                    random.nextInt(8) == 0 ? random.nextInt(40_000) : random.nextInt(1_500),
                    random.nextInt(100) < percent / 5,
                    fails ? 1 + random.nextInt(120) : 0,
                    kind == CommandKind.ENABLE ? all[random.nextInt(all.length)] : Status.NONE,
                    random.nextInt(4) == 0 ? random.nextInt(60_000) : random.nextInt(2_000),
                    random.nextInt(6) == 0 ? mischief(kind, some[random.nextInt(some.length)]) : Mischief.NONE);
        }

        /** Only an uninstall removes its own directory, and only an enable is done with its settings. */
        private static Mischief mischief(CommandKind kind, Mischief wanted) {
            return switch (wanted) {
                case REMOVES_ITSELF -> kind == CommandKind.UNINSTALL ? wanted : Mischief.NONE;
                case EMPTIES_SETTINGS -> kind == CommandKind.ENABLE ? wanted : Mischief.NONE;
                case NONE, LEAVES_STRANGERS -> wanted;
            };
        }
    }

    /** Nothing surprising happens any more; what fails, fails every time. */
    static final class Calm implements Source {
        private final long seed;
        private final int percent;

        Calm(long seed, int percent) {
            this.seed = seed;
            this.percent = percent;
        }

        private Random random(String handler, String version, String what, Optional<String> extension) {
            Random random = new Random(seed * 37 + Objects.hash(handler, version, what, extension));
            random.nextInt();
            return random;
        }

        int exit(String handler, String version, CommandKind kind, Optional<String> extension) {
            boolean one = kind == CommandKind.ENABLE || kind == CommandKind.DISABLE;
            Random random = random(handler, version, kind.word(), one ? extension : Optional.empty());
            return random.nextInt(100) < percent ? 1 + random.nextInt(120) : 0;
        }

        boolean reportsError(String handler, String version, Optional<String> extension) {
            return random(handler, version, "status", extension).nextInt(100) < percent;
        }

        @Override
        public Behaviour of(String handler, String version, CommandKind kind, Optional<String> extension) {
            Status status = reportsError(handler, version, extension) ? Status.LATE_ERROR : Status.LATE_SUCCESS;
            return new Behaviour(
                    50 + random(handler, version, "time", extension).nextInt(900),
                    false,
                    exit(handler, version, kind, extension),
                    kind == CommandKind.ENABLE ? status : Status.NONE,
                    1_200,
                    Mischief.NONE);
        }
    }
}
