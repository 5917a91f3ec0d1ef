package io.goalstated.event;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An event from {@code <lib>/events/*.tld}: left there by an extension of the old kind, or by WALinuxAgent before this
 * agent took its place (spec 04 §4.2).
 *
 * @param form {@code json} or {@code xml}, which the platform is told
 */
public record LegacyEvent(String provider, int id, List<Parameter> parameters, String form) {
    /** What belongs to the extension; anything else in its event would speak for the agent. */
    private static final Set<String> EXTENSIONS_OWN =
            Set.of("Name", "Version", "Operation", "OperationSuccess", "Message", "Duration");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.]{1,64}");
    private static final Pattern PROVIDER = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final int MOST_PARAMETERS = 100;

    public LegacyEvent {
        parameters = List.copyOf(parameters);
    }

    /** @param id as written; extensions also write it as text */
    static LegacyEvent of(String provider, String id, List<Parameter> parameters, String form) throws MalformedEvents {
        if (!PROVIDER.matcher(provider).matches() || !id.matches("\\d{1,6}")) {
            throw new MalformedEvents("no event: its provider or its number is missing");
        }
        if (parameters.isEmpty() || parameters.size() > MOST_PARAMETERS) {
            throw new MalformedEvents("an event of " + parameters.size() + " parameters");
        }
        return new LegacyEvent(provider, Integer.parseInt(id), parameters, form);
    }

    /** Adds a parameter; a name that could not be sent as it is costs the parameter. */
    static void add(List<Parameter> parameters, Parameter parameter) {
        if (NAME.matcher(parameter.name()).matches()) {
            parameters.add(parameter);
        }
    }

    /** The value as the type says, or as text when it is not of that type. */
    static Parameter typed(String name, String wireType, String value) {
        if (wireType.equals(Parameter.Type.WHOLE.wireName()) && value.matches("\\d{1,20}")) {
            return new Parameter(name, Parameter.Type.WHOLE, value);
        }
        if (wireType.equals(Parameter.Type.TRUTH.wireName())) {
            return Parameter.of(name, value.equalsIgnoreCase("true") || value.equals("1"));
        }
        if (wireType.equals(Parameter.Type.REAL.wireName()) && value.matches("-?\\d{1,300}(\\.\\d{1,300})?")) {
            return Parameter.of(name, Double.parseDouble(value));
        }
        return Parameter.of(name, value);
    }

    /**
     * The event as it is sent.
     *
     * @param complete the file's name says that an agent wrote it with everything: it goes as it is
     */
    public TelemetryEvent complete(boolean complete, CommonParameters common, Moment moment) {
        TelemetryEvent read = new TelemetryEvent(provider, id, parameters);
        if (complete) {
            return read;
        }
        List<Parameter> added = common.of(moment, read.isOperation() ? Optional.of(form) : Optional.empty());
        return isExtensions() ? new TelemetryEvent(provider, id, own()).with(added) : read.with(missing(added));
    }

    /** Log lines and metrics, and whatever else has no name, are an agent's. */
    private boolean isExtensions() {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals("Name"))
                .findFirst()
                .filter(name -> !name.text().equals(AgentEvent.AGENT))
                .isPresent();
    }

    private List<Parameter> own() {
        return parameters.stream()
                .filter(parameter -> EXTENSIONS_OWN.contains(parameter.name()))
                .toList();
    }

    private List<Parameter> missing(List<Parameter> added) {
        Set<String> there = new HashSet<>();
        parameters.forEach(parameter -> there.add(parameter.name()));
        List<Parameter> missing = new ArrayList<>(added);
        missing.removeIf(parameter -> there.contains(parameter.name()));
        return missing;
    }
}
