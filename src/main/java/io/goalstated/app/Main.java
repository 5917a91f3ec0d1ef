package io.goalstated.app;

import io.goalstated.cli.FormerWords;
import io.goalstated.cli.Goalstated;
import io.goalstated.daemon.Daemon;
import java.util.Arrays;
import java.util.List;

/** The process's entry: decides between the daemon and the command line before anything heavy is loaded. */
public final class Main {
    private Main() {}

    /** Ends the process with the exit code of the command. */
    public static void main(String[] words) {
        System.exit(execute(Arrays.asList(words)));
    }

    private static int execute(List<String> words) {
        if (FormerWords.are(words)) {
            return FormerWords.run(words, Main::execute);
        }
        boolean daemon =
                !words.isEmpty() && (words.get(0).equals("run") || words.get(0).equals("daemon"));
        return daemon && !words.contains("--help")
                ? Daemon.run(words.subList(1, words.size()))
                : Goalstated.execute(words);
    }
}
