package io.goalstated.daemon;

import io.goalstated.event.Operation;
import io.goalstated.policy.InvalidPolicy;
import io.goalstated.polling.PollingView;
import io.goalstated.provision.ProvisioningState;
import io.goalstated.provision.ProvisioningView;
import io.goalstated.report.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is wrong, put together from what the parts of the agent know, as the platform and {@code goalstated status} are told
 * (OPS-124).
 */
final class Conditions {
    /** A wireserver that is restarted answers again before that. */
    private static final Duration STALE = Duration.ofMinutes(5);

    private final Map<Kind, Condition> found = new EnumMap<>(Kind.class);

    /** Worst first. Support and owners' alarms go by the codes: they stay as they are. */
    private enum Kind {
        HALTED("E-HALTED", "no extension can be processed until the agent is started again"),
        DISK_FULL("E-DISKFULL", "the disk is full; extensions go on when there is space again"),
        DISK("E-DISK", "the disk refuses changes; extensions go on when it takes them again"),
        STALE_GOAL_STATE("E-GOALSTATE-STALE", "the goal state cannot be read; the last one stays in force"),
        INVALID_POLICY("E-POLICY-INVALID", "the policy file cannot be used, so that no extension is enabled: "),
        PROVISIONING("E-PROVISIONING", "the VM could not be provisioned"),
        FIREWALL("W-FIREWALL", "the firewall of the wireserver is not as it should be"),
        RESOURCES("W-RESOURCES", "limits of processor and memory are not as they should be");

        private final String code;
        private final String text;

        Kind(String code, String text) {
            this.code = code;
            this.text = text;
        }

        Condition with(String more) {
            return Condition.of(code, text + more);
        }
    }

    /** @param cause why work on extensions can never begin */
    Conditions halted(Optional<Throwable> cause) {
        cause.ifPresent(why -> add(
                Kind.HALTED,
                Kind.HALTED.with("").because(String.valueOf(why.getMessage())).stoppingExtensions()));
        return this;
    }

    /** @param trouble why the disk does not take what must be on it */
    Conditions disk(Optional<String> trouble) {
        trouble.ifPresent(why -> {
            Kind kind = isFull(why) ? Kind.DISK_FULL : Kind.DISK;
            add(kind, kind.with("").because(why));
        });
        return this;
    }

    /** The words of the system are all that Java has of its reason; in another language the code is the wider one. */
    private static boolean isFull(String why) {
        return why.contains("No space left on device") || why.contains("quota exceeded");
    }

    /** An owner who has the platform asked rarely has not asked in vain before two periods are over. */
    Conditions polling(PollingView view) {
        Duration rare = view.goalStateEvery().multipliedBy(2);
        Duration limit = rare.compareTo(STALE) > 0 ? rare : STALE;
        view.sinceSuccess().filter(since -> since.compareTo(limit) >= 0).ifPresent(since -> {
            Condition stale = Kind.STALE_GOAL_STATE.with("").lastingFor(since);
            add(Kind.STALE_GOAL_STATE, view.lastError().map(stale::because).orElse(stale));
        });
        return this;
    }

    Conditions policy(Optional<InvalidPolicy> invalid) {
        invalid.ifPresent(
                policy -> add(Kind.INVALID_POLICY, Kind.INVALID_POLICY.with(policy.path() + ": " + policy.detail())));
        return this;
    }

    Conditions provisioning(Optional<ProvisioningView> view) {
        view.filter(known -> known.state() == ProvisioningState.FAILED).ifPresent(failed -> {
            Condition condition = Kind.PROVISIONING.with("");
            add(Kind.PROVISIONING, failed.reason().map(condition::because).orElse(condition));
        });
        return this;
    }

    /**
     * @param watched what is wrong with what is looked after, by what the platform calls it
     * @param limits that are not in force
     */
    Conditions machine(Map<Operation, List<String>> watched, List<String> limits) {
        addAll(Kind.FIREWALL, watched.getOrDefault(Operation.FIREWALL, List.of()));
        List<String> resources = new ArrayList<>(limits);
        watched.getOrDefault(Operation.CGROUPS_DISABLED, List.of())
                .forEach(problem -> resources.add("quota of the agent: " + problem));
        addAll(Kind.RESOURCES, resources);
        return this;
    }

    private void addAll(Kind kind, List<String> problems) {
        if (!problems.isEmpty()) {
            add(kind, kind.with("").because(String.join("; ", problems)));
        }
    }

    private void add(Kind kind, Condition condition) {
        found.putIfAbsent(kind, condition);
    }

    /** Worst first; empty when all is well. */
    List<Condition> worstFirst() {
        return List.copyOf(found.values());
    }
}
