package io.goalstated.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * WALinuxAgent's command line in today's words (spec 04 §2.1, OPS-39): after any number of {@code -} or {@code /} the
 * beginning of a word counts, and of several commands the last. Scripts and images have used these spellings for years.
 */
public final class FormerWords {
    private static final String CONFIGURATION_PATH = "configuration-path:";
    private static final String SETUP_FIREWALL = "setup-firewall=";

    /** By beginnings, the longer before the shorter; an entry's words are a command of today. */
    private static final Map<String, List<String>> COMMANDS = commands();

    /** By beginnings. */
    private static final Map<String, Option> OPTIONS = Map.of(
            "verbose", Option.of("run", "--verbose"),
            "force", Option.of("deprovision", "--force"),
            "full", Option.of("collect-logs", "--full"),
            // It kept an orphaned process running; ours has none that could be orphaned.
            "debug", Option.WITHOUT_EFFECT);

    private static final List<String> WITHOUT_OPTIONS = List.of("help", "version");

    private static final String SYSTEMD =
            "systemd does this: systemctl enable --now goalstated registers and starts it, goalstated run runs it here";

    private interface Option {
        /** It is understood, and means nothing. */
        Option WITHOUT_EFFECT = command -> Optional.empty();

        /** With any other command than its own it meant nothing, and does not now. */
        static Option of(String command, String word) {
            return given -> given.equals(command) ? Optional.of(word) : Optional.empty();
        }

        /** The word of today that it is with this command of today, if any. */
        Optional<String> with(String command);
    }

    private FormerWords() {}

    private static Map<String, List<String>> commands() {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("deprovision+user", List.of("deprovision", "--user"));
        commands.put("deprovision", List.of("deprovision"));
        commands.put("daemon", List.of("run"));
        commands.put("run-exthandlers", List.of("run"));
        commands.put("version", List.of("version"));
        commands.put("show-configuration", List.of("config", "show"));
        commands.put("help", List.of("help"));
        commands.put("usage", List.of("help"));
        commands.put("?", List.of("help"));
        commands.put("collect-logs", List.of("collect-logs"));
        return commands;
    }

    /** Whether these are WALinuxAgent's words: ours begin with a command. */
    public static boolean are(List<String> words) {
        return !words.isEmpty() && !bare(words.get(0)).equals(words.get(0));
    }

    /**
     * Runs what they mean.
     *
     * @param command runs today's words and gives their exit code
     */
    public static int run(List<String> words, ToIntFunction<List<String>> command) {
        try {
            List<String> translated = translate(words);
            String name = translated.get(0);
            if (!name.equals("run") && !Goalstated.has(name)) {
                throw new Failure(
                        ExitCode.FAILURE,
                        String.join(" ", words) + ": this version cannot do that yet (it will be: goalstated "
                                + String.join(" ", translated) + ")");
            }
            return command.applyAsInt(translated);
        } catch (Failure e) {
            System.err.println("goalstated: " + e.getMessage());
            return e.exitCode();
        }
    }

    /** The same in today's words. Fails when they mean nothing, or what is not the agent's business any more. */
    static List<String> translate(List<String> words) throws Failure {
        List<String> command = List.of();
        List<String> everywhere = new ArrayList<>();
        List<Option> options = new ArrayList<>();
        for (String word : words) {
            String bare = bare(word);
            Optional<List<String>> named = beginning(COMMANDS, bare);
            if (bare.startsWith(CONFIGURATION_PATH)) {
                everywhere.add("--config=" + bare.substring(CONFIGURATION_PATH.length()));
            } else if (bare.startsWith(SETUP_FIREWALL)) {
                command = List.of("setup-firewall", bare.substring(SETUP_FIREWALL.length()));
            } else if (bare.startsWith("start") || bare.startsWith("register-service")) {
                throw new Failure(ExitCode.FAILURE, word + ": " + SYSTEMD);
            } else if (named.isPresent()) {
                command = named.get();
            } else {
                options.add(beginning(OPTIONS, bare).orElseThrow(() -> unknown(word + " is unknown")));
            }
        }
        if (command.isEmpty()) {
            throw unknown("a command is missing");
        }
        List<String> translated = new ArrayList<>(command);
        String name = command.get(0);
        if (!WITHOUT_OPTIONS.contains(name)) {
            translated.addAll(everywhere);
        }
        options.forEach(option -> option.with(name).ifPresent(translated::add));
        return translated;
    }

    private static Failure unknown(String what) {
        return new Failure(ExitCode.USAGE, what + "; goalstated help shows what there is");
    }

    private static String bare(String word) {
        int start = 0;
        while (start < word.length() && (word.charAt(start) == '-' || word.charAt(start) == '/')) {
            start++;
        }
        return word.substring(start);
    }

    private static <T> Optional<T> beginning(Map<String, T> table, String word) {
        return table.entrySet().stream()
                .filter(entry -> word.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
