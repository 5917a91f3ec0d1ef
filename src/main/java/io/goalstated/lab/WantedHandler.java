package io.goalstated.lab;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One handler of a {@link Goal}. A single-config handler has at most one extension, whose name is ignored; a multi-config
 * one has any number of named ones.
 */
public record WantedHandler(
        String name,
        String version,
        String state,
        boolean multiConfig,
        List<WantedExtension> extensions,
        PackageSignature signature) {
    public WantedHandler {
        extensions = List.copyOf(extensions);
    }

    /** Enabled, with empty public settings of number 0, unsigned. */
    public static WantedHandler of(String name, String version) {
        return new WantedHandler(
                name, version, "enabled", false, List.of(WantedExtension.of(name)), PackageSignature.NONE);
    }

    public WantedHandler state(String text) {
        return new WantedHandler(name, version, text, multiConfig, extensions, signature);
    }

    public WantedHandler disabled() {
        return state("disabled");
    }

    public WantedHandler uninstalled() {
        return state("uninstall");
    }

    /** Multi-config with these extensions. */
    public WantedHandler with(WantedExtension... named) {
        return new WantedHandler(name, version, state, true, List.of(named), signature);
    }

    public WantedHandler withoutSettings() {
        return new WantedHandler(name, version, state, multiConfig, List.of(), signature);
    }

    /** With the lab's signature of the package that was offered under this name and version. */
    public WantedHandler signed() {
        return signature(PackageSignature.OF_THE_OFFER);
    }

    public WantedHandler signature(PackageSignature chosen) {
        return new WantedHandler(name, version, state, multiConfig, extensions, chosen);
    }

    /** Sequence number of the settings. This and what follows apply to every extension of the handler. */
    public WantedHandler sequence(int number) {
        return each(extension -> extension.sequence(number));
    }

    /** @param json put into the documents as it stands, even if it is no JSON */
    public WantedHandler publicSettings(String json) {
        return each(extension -> extension.publicSettings(json));
    }

    /** @param json encrypted for the tenant certificate at the moment of publication */
    public WantedHandler protectedSettings(String json) {
        return each(extension -> extension.protectedSettings(json));
    }

    /** Dependency level, and the extensions waited for: {@code Handler} or {@code Handler/extension}. */
    public WantedHandler after(int level, String... dependencies) {
        return each(extension -> extension.after(level, dependencies));
    }

    private WantedHandler each(UnaryOperator<WantedExtension> change) {
        return new WantedHandler(
                name,
                version,
                state,
                multiConfig,
                extensions.stream().map(change).toList(),
                signature);
    }
}
