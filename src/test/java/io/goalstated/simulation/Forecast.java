package io.goalstated.simulation;

import io.goalstated.extension.CommandKind;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.simulation.Behaviour.Calm;
import io.goalstated.simulation.Order.Entry;
import io.goalstated.simulation.Universe.Traits;
import io.goalstated.simulation.Wanted.Config;
import io.goalstated.simulation.Wanted.Wish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one goal state must lead to when nothing disturbs it: every command of every handler in order, and how the disk
 * then looks. Written down from the tables of spec 02 §5.4–5.8, §8 and §9, one item after the other, without plans.
 */
final class Forecast {
    private final Universe universe;
    private final Calm calm;
    private final Wanted goal;
    private final Map<String, List<String>> commands = new TreeMap<>();
    private final Map<String, TreeMap<String, String>> states = new TreeMap<>();
    private final Map<String, TreeSet<String>> enabled = new TreeMap<>();
    private final Map<String, Integer> outcomes = new LinkedHashMap<>();

    /** The item could not be done; with the code that the platform is told. */
    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1;
        private final int code;

        Failed(int code) {
            super("code " + code, null, false, false);
            this.code = code;
        }
    }

    Forecast(Universe universe, Calm calm, DiskView before, Wanted goal) {
        this.universe = universe;
        this.calm = calm;
        this.goal = goal;
        before.states().forEach((handler, versions) -> states.put(handler, new TreeMap<>(versions)));
        before.enabled().forEach((directory, names) -> enabled.put(directory, new TreeSet<>(names)));
        Order order = Order.of(goal);
        for (Entry entry : order.entries()) {
            outcomes.put(entry.name(), outcome(entry, order));
        }
        states.keySet().removeIf(handler -> goal.wish(handler).isEmpty());
    }

    /** By handler, as {@link CommandProcess#words()} has them. */
    Map<String, List<String>> commands() {
        return commands;
    }

    /** Of an item, by its full name: 0, or the code of its failure. */
    int outcome(String item) {
        return outcomes.getOrDefault(item, 0);
    }

    /** {@code 1.0.0 Enabled [one, two]} of every installed version. */
    String installed(String handler) {
        List<String> found = new ArrayList<>();
        versions(handler).forEach((version, state) -> {
            if (isInstalled(state)) {
                found.add(version + " " + state + extensions(handler, version));
            }
        });
        return found.toString();
    }

    boolean hasDirectory(String handler) {
        return !versions(handler).isEmpty();
    }

    private int outcome(Entry entry, Order order) {
        for (Entry before : order.before(entry.name())) {
            boolean failed = outcome(before.name()) != 0 || saysError(before);
            if (failed && !before.removal()) {
                remark(entry.wish());
                return -1;
            }
        }
        try {
            perform(entry);
            return 0;
        } catch (Failed e) {
            return e.code;
        }
    }

    private boolean saysError(Entry before) {
        return !before.removal()
                && before.config().isPresent()
                && calm.reportsError(
                        before.wish().handler(), before.wish().version(), extension(before.wish(), before.config()));
    }

    /** Saying something of a version gives it a directory. */
    private void remark(Wish wish) {
        versions(wish.handler()).putIfAbsent(wish.version(), "NotInstalled");
    }

    private void perform(Entry entry) throws Failed {
        Wish wish = entry.wish();
        if (goal.isDenied(wish)) {
            if (wish.state() == RequestedState.ENABLED
                    || newestInstalled(wish.handler()).isEmpty()) {
                remark(wish);
            }
            throw new Failed(
                    switch (wish.state()) {
                        case ENABLED -> 1009;
                        case DISABLED, UNINSTALL -> 1010;
                    });
        }
        if (wish.invalid() && wish.state() == RequestedState.ENABLED) {
            remark(wish);
            throw new Failed(-1);
        }
        switch (wish.state()) {
            case ENABLED -> enable(wish, entry.config());
            case DISABLED -> disable(wish, entry.config());
            case UNINSTALL -> uninstall(wish, entry.config());
        }
    }

    private void enable(Wish wish, Optional<Config> config) throws Failed {
        String handler = wish.handler();
        String version = wish.version();
        Traits traits = universe.traits(handler, version);
        if (!traits.offered()) {
            remark(wish);
            throw new Failed(-1);
        }
        if (!isInstalled(versions(handler).getOrDefault(version, ""))) {
            versions(handler).put(version, "NotInstalled");
            if (!traits.sound()) {
                throw new Failed(1005);
            }
            requireMultiConfig(wish, traits);
            Optional<String> old = newestInstalled(handler);
            if (old.isPresent()) {
                update(wish, config, old.get(), traits);
            } else {
                run(wish, version, CommandKind.INSTALL, config, 1007);
            }
            versions(handler).put(version, "Installed");
        }
        requireMultiConfig(wish, traits);
        apply(wish, config);
    }

    private static void requireMultiConfig(Wish wish, Traits traits) throws Failed {
        if (wish.multiConfig() && !traits.multiConfig()) {
            throw new Failed(-1);
        }
    }

    private void apply(Wish wish, Optional<Config> config) throws Failed {
        String handler = wish.handler();
        String version = wish.version();
        Set<String> recorded = extensions(handler, version);
        if (config.isPresent() && !config.get().enabled()) {
            if (recorded.contains(config.get().name())) {
                exit(wish, version, CommandKind.DISABLE, config);
                recorded.remove(config.get().name());
                if (recorded.isEmpty()) {
                    versions(handler).put(version, "Installed");
                }
            }
            return;
        }
        run(wish, version, CommandKind.ENABLE, config, 1009);
        extension(wish, config).ifPresent(recorded::add);
        versions(handler).put(version, "Enabled");
    }

    private void update(Wish wish, Optional<Config> config, String old, Traits traits) throws Failed {
        String handler = wish.handler();
        boolean goesOn = traits.continuesOnUpdateFailure();
        if (isEnabled(handler, old)) {
            List<Optional<Config>> toDisable = new ArrayList<>();
            if (wish.multiConfig()) {
                wish.configs().stream()
                        .filter(it -> extensions(handler, old).contains(it.name()))
                        .forEach(it -> toDisable.add(Optional.of(it)));
            } else {
                toDisable.add(config);
            }
            for (Optional<Config> one : toDisable) {
                if (exit(wish, old, CommandKind.DISABLE, one) != 0 && !goesOn) {
                    throw new Failed(1008);
                }
                extension(wish, one).ifPresent(extensions(handler, old)::remove);
            }
            versions(handler).put(old, "Installed");
        }
        String newer = old.compareTo(wish.version()) > 0 ? old : wish.version();
        if (exit(wish, newer, CommandKind.UPDATE, config) != 0) {
            versions(handler).put(newer, "FailedUpgrade");
            throw new Failed(1008);
        }
        if (exit(wish, old, CommandKind.UNINSTALL, config) != 0 && !goesOn) {
            throw new Failed(1008);
        }
        forget(handler, old);
        if (traits.installsOnUpdate()) {
            run(wish, wish.version(), CommandKind.INSTALL, config, 1007);
        }
    }

    private void disable(Wish wish, Optional<Config> config) throws Failed {
        String handler = wish.handler();
        Optional<String> version = newestInstalled(handler);
        if (version.isEmpty() || !isEnabled(handler, version.get())) {
            return;
        }
        Set<String> recorded = extensions(handler, version.get());
        Optional<String> extension = extension(wish, config);
        if (extension.isPresent() && !recorded.contains(extension.get())) {
            return;
        }
        run(wish, version.get(), CommandKind.DISABLE, config, 1010);
        extension.ifPresent(recorded::remove);
        if (recorded.isEmpty()) {
            versions(handler).put(version.get(), "Installed");
        }
    }

    private void uninstall(Wish wish, Optional<Config> config) throws Failed {
        String handler = wish.handler();
        Optional<String> version = newestInstalled(handler);
        if (version.isPresent()) {
            if (isEnabled(handler, version.get())) {
                disableAll(wish, config, version.get());
            }
            exit(wish, version.get(), CommandKind.UNINSTALL, config);
        }
        List.copyOf(versions(handler).keySet()).forEach(it -> forget(handler, it));
    }

    private void disableAll(Wish wish, Optional<Config> config, String version) throws Failed {
        if (wish.multiConfig()) {
            Set<String> recorded = extensions(wish.handler(), version);
            List<Config> all = new ArrayList<>(wish.configs());
            for (String name : List.copyOf(recorded)) {
                if (wish.configs().stream().noneMatch(it -> it.name().equals(name))) {
                    all.add(new Config(name, 0, true, 0, List.of()));
                }
            }
            for (Config one : all) {
                if (recorded.contains(one.name())) {
                    run(wish, version, CommandKind.DISABLE, Optional.of(one), 1010);
                    recorded.remove(one.name());
                }
            }
        } else {
            run(wish, version, CommandKind.DISABLE, config, 1010);
        }
        versions(wish.handler()).put(version, "Installed");
    }

    private void run(Wish wish, String version, CommandKind kind, Optional<Config> config, int code) throws Failed {
        if (exit(wish, version, kind, config) != 0) {
            throw new Failed(code);
        }
    }

    private int exit(Wish wish, String version, CommandKind kind, Optional<Config> config) {
        Optional<String> extension = extension(wish, config);
        commands.computeIfAbsent(wish.handler(), name -> new ArrayList<>())
                .add(version + " " + kind.word()
                        + extension.map(name -> "/" + name).orElse("") + "#"
                        + config.map(Config::sequence).orElse(0));
        return calm.exit(wish.handler(), version, kind, extension);
    }

    private static Optional<String> extension(Wish wish, Optional<Config> config) {
        return wish.multiConfig() ? config.map(Config::name) : Optional.empty();
    }

    private Map<String, String> versions(String handler) {
        return states.computeIfAbsent(handler, name -> new TreeMap<>());
    }

    private Set<String> extensions(String handler, String version) {
        return enabled.computeIfAbsent(handler + "-" + version, name -> new TreeSet<>());
    }

    private void forget(String handler, String version) {
        versions(handler).remove(version);
        enabled.remove(handler + "-" + version);
    }

    private boolean isEnabled(String handler, String version) {
        return versions(handler).getOrDefault(version, "").equals("Enabled");
    }

    private static boolean isInstalled(String state) {
        return state.equals("Installed") || state.equals("Enabled");
    }

    private Optional<String> newestInstalled(String handler) {
        Optional<String> newest = Optional.empty();
        for (Map.Entry<String, String> version : versions(handler).entrySet()) {
            if (isInstalled(version.getValue())) {
                newest = Optional.of(version.getKey());
            }
        }
        return newest;
    }
}
