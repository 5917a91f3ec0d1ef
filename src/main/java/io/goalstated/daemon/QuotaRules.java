package io.goalstated.daemon;

import io.goalstated.config.AgentKeys;
import io.goalstated.config.Configuration;
import io.goalstated.environment.monitor.AgentQuota;
import java.time.Duration;
import java.util.function.Supplier;

/** What the configuration in force says of the agent's processor quota. */
record QuotaRules(Supplier<Configuration> configuration) implements AgentQuota.Rules {
    @Override
    public int percent() {
        return configuration.get().get(AgentKeys.CPU_QUOTA);
    }

    @Override
    public boolean givesWayToStrangers() {
        return configuration.get().get(AgentKeys.CGROUP_PROCESS_CHECK);
    }

    @Override
    public boolean givesWayToTheAgent() {
        return configuration.get().get(AgentKeys.CGROUP_QUOTA_CHECK);
    }

    @Override
    public Duration bearable() {
        return configuration.get().get(AgentKeys.CPU_THROTTLED_THRESHOLD);
    }
}
