package io.goalstated.daemon;

import io.goalstated.config.ConfigKey;
import io.goalstated.config.ConfigWarning;
import io.goalstated.config.Reload;
import io.goalstated.platform.ConfigurationInForce;
import io.goalstated.platform.ConfigurationReader;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again and says what has become of it. What cannot be believed any more changes nothing: the
 * configuration in force is better than a broken one, and than defaults. What could not be believed when the one in force
 * was read is no loss: the rest counts. A main file that came into force is kept for the next start. Blocks.
 */
final class Reloading {
    private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);

    private final ConfigurationReader reader;
    private final ConfigurationInForce inForce;
    /** Why places were not believed when what is in force was read. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** @param first the reading that is in force */
    Reloading(ConfigurationReader reader, ConfigurationInForce inForce, ConfigurationReader.Reading first) {
        this.reader = reader;
        this.inForce = inForce;
        known.addAll(first.degradations());
    }

    /** Whether anything is different from now on. Says nothing when nothing was changed. */
    boolean reload() {
        ConfigurationReader.Reading reading = reader.read();
        reading.degradations().forEach(problem -> LOG.warn("configuration: {}", problem));
        if (!known.containsAll(reading.degradations())) {
            LOG.warn("configuration: what is in force stays in force");
            return false;
        }
        known.retainAll(reading.degradations());
        List<ConfigWarning> before = inForce.current().warnings();
        ConfigurationInForce.Change change = inForce.adopt(reading.configuration());
        remember(reading);
        for (ConfigWarning warning : reading.configuration().warnings()) {
            if (!before.contains(warning)) {
                LOG.warn("configuration: {}", warning);
            }
        }
        tell(change.applied(), Reload.LIVE);
        tell(change.applied(), Reload.NEXT_GOAL_STATE);
        tell(change.waiting(), Reload.RESTART);
        return !change.applied().isEmpty();
    }

    /** A good main file stands in for a later broken one; not being able to keep it stops nobody. */
    void remember(ConfigurationReader.Reading reading) {
        try {
            reader.remember(reading);
        } catch (IOException e) {
            LOG.warn("configuration: a copy of the good one cannot be kept: {}", e.getMessage());
        }
    }

    private static void tell(List<ConfigKey<?>> changed, Reload when) {
        String names = changed.stream()
                .filter(key -> key.reload() == when)
                .map(ConfigKey::name)
                .collect(Collectors.joining(", "));
        if (!names.isEmpty() && when == Reload.RESTART) {
            LOG.warn("configuration: a change of {} comes into force {}", names, when.text());
        } else if (!names.isEmpty()) {
            LOG.info("configuration: changed, in force {}: {}", when.text(), names);
        }
    }
}
