package io.goalstated.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One event, complete.
 *
 * @param provider the table's owner, a GUID as its writer spelled it
 * @param id which of the provider's tables
 */
public record TelemetryEvent(String provider, int id, List<Parameter> parameters) {
    /** Of agent events, extension operations and metrics. */
    public static final String AGENT_PROVIDER = "69B669B9-4AF8-4C50-BDC4-6006FA76E975";
    /** Of log lines and of what extensions say. */
    public static final String LOG_PROVIDER = "FFF0196F-EE4C-4EAF-9AA5-776F622DEB4F";

    public static final int OPERATION = 1;
    public static final int METRIC = 4;
    public static final int LOG = 7;

    public TelemetryEvent {
        parameters = List.copyOf(parameters);
    }

    /** What goes first when there is too much: the next measurement says the same again. */
    public boolean isMetric() {
        return id == METRIC;
    }

    /** Whether it lies in the table that alone has {@code ExtensionType} and {@code IsInternal}. */
    boolean isOperation() {
        return isOperation(provider, id);
    }

    static boolean isOperation(String provider, int id) {
        return id == OPERATION && provider.equals(AGENT_PROVIDER);
    }

    /** The text of the first parameter of that name. */
    public Optional<String> text(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::text)
                .findFirst();
    }

    TelemetryEvent with(List<Parameter> more) {
        List<Parameter> all = new ArrayList<>(parameters);
        all.addAll(more);
        return new TelemetryEvent(provider, id, all);
    }
}
