package io.goalstated.simulation;

import io.goalstated.goalstate.RequestedState;
import io.goalstated.simulation.Happening.Trouble;
import io.goalstated.simulation.Wanted.Config;
import io.goalstated.simulation.Wanted.Permission;
import io.goalstated.simulation.Wanted.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes scripts and goal states of seeds. */
final class Author {
    /** From this seed on more can happen; what is found below stays where it was found. */
    static final long WIDER = 2_000_000;

    private static final List<Trouble.Kind> TROUBLES = List.of(
            Trouble.Kind.DISK_FULL,
            Trouble.Kind.DISK_BROKEN,
            Trouble.Kind.NO_MANIFESTS,
            Trouble.Kind.NO_PACKAGES,
            Trouble.Kind.NO_REPORTS,
            Trouble.Kind.PACKAGE_MANAGER_BUSY);
    private static final List<Trouble.Kind> MORE_TROUBLES =
            List.of(Trouble.Kind.BROKEN_PACKAGES, Trouble.Kind.SLOW_PACKAGES, Trouble.Kind.DISK_BROKEN);

    private final Random random;
    private int goals;

    Author(long seed) {
        this.random = new Random(seed);
    }

    static Script script(long seed) {
        Author author = new Author(seed);
        Random random = author.random;
        List<Happening> happenings = new ArrayList<>();
        int length = 1 + random.nextInt(9);
        happenings.add(new Happening.Publish(0, author.goal(true)));
        for (int i = 0; i < length; i++) {
            happenings.add(author.happening());
        }
        int more = seed >= WIDER ? 1 + random.nextInt(3) : 0;
        for (int i = 0; i < more; i++) {
            happenings.add(1 + random.nextInt(happenings.size()), author.more());
        }
        return new Script(
                seed,
                random.nextInt(2) == 0,
                random.nextInt(3) == 0,
                random.nextInt(2) == 0 ? 0 : 20 + random.nextInt(60),
                random.nextInt(3) == 0 ? 0 : random.nextInt(30),
                random.nextInt(3) == 0 ? 0 : random.nextInt(25),
                List.of(1, 2, 4, 4).get(random.nextInt(4)),
                random.nextInt(6) == 0,
                happenings);
    }

    private long soon() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(20);
            case 1 -> random.nextInt(500);
            case 2 -> random.nextInt(4_000);
            default -> random.nextInt(40_000);
        };
    }

    private Happening happening() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> new Happening.Kill(soon(), random.nextInt(random.nextBoolean() ? 12 : 80), soon());
            case 3, 4 -> new Happening.Crash(soon(), random.nextInt(random.nextBoolean() ? 12 : 80), soon());
            case 5, 6, 7 ->
                new Trouble(soon(), pick(TROUBLES), soon(), List.of(5, 30, 100).get(random.nextInt(3)));
            case 8 -> new Happening.SetClock(soon(), random.nextInt(20_000) - 10_000);
            case 9 -> new Happening.Damage(soon(), pick(Universe.HANDLERS), pick(Universe.VERSIONS));
            default -> new Happening.Publish(soon(), goal(true));
        };
    }

    private Happening more() {
        return switch (random.nextInt(4)) {
            case 0 -> new Happening.Stop(soon(), soon(), soon());
            case 1, 2 -> new Happening.Decree(soon(), pick(List.of(Permission.values())));
            default -> new Trouble(soon(), pick(MORE_TROUBLES), soon(), 30 + random.nextInt(71));
        };
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** @param odd also what the platform seldom does */
    Wanted goal(boolean odd) {
        List<String> handlers = new ArrayList<>(Universe.HANDLERS);
        handlers.removeIf(name -> random.nextInt(4) == 0);
        boolean levels = random.nextInt(3) == 0;
        boolean named = random.nextBoolean();
        List<String> earlier = new ArrayList<>();
        List<Wish> wishes = new ArrayList<>();
        for (String handler : handlers) {
            wishes.add(wish(handler, levels, named, earlier));
        }
        java.util.Collections.shuffle(wishes, random);
        return new Wanted(
                ++goals,
                random.nextBoolean(),
                odd && random.nextInt(25) == 0,
                odd && random.nextInt(25) == 0,
                random.nextInt(8) == 0 ? pick(List.of(Permission.values())) : Permission.EVERYTHING,
                wishes);
    }

    private Wish wish(String handler, boolean levels, boolean named, List<String> earlier) {
        RequestedState state = switch (random.nextInt(8)) {
            case 0 -> RequestedState.DISABLED;
            case 1 -> RequestedState.UNINSTALL;
            default -> RequestedState.ENABLED;
        };
        List<Config> configs = new ArrayList<>();
        boolean multiConfig = Universe.isMultiConfig(handler);
        if (multiConfig) {
            for (String extension : Universe.EXTENSIONS) {
                if (configs.isEmpty() || random.nextInt(3) != 0) {
                    configs.add(config(extension, random.nextInt(4) != 0, levels, named, earlier));
                }
            }
        } else if (random.nextInt(6) != 0) {
            configs.add(config(handler, true, levels, named, earlier));
        }
        configs.forEach(config -> earlier.add(multiConfig ? handler + "." + config.name() : handler));
        return new Wish(handler, pick(Universe.VERSIONS), state, multiConfig, random.nextInt(30) == 0, configs);
    }

    /** Levels grow with the order in which handlers are made up, so that names and levels agree. */
    private Config config(String name, boolean enabled, boolean levels, boolean named, List<String> earlier) {
        int level = levels ? Math.min(earlier.size(), random.nextInt(4)) : 0;
        List<String> dependsOn = new ArrayList<>();
        if (level > 0 && named) {
            dependsOn.add(pick(earlier));
        }
        return new Config(name, random.nextInt(5), enabled, level, dependsOn);
    }
}
