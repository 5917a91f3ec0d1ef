package io.goalstated.cli;

import io.goalstated.platform.Disk;
import io.goalstated.platform.ProcessOwner;
import io.goalstated.platform.SystemRoot;
import io.goalstated.support.CollectedPlaces;
import io.goalstated.support.Gathered;
import io.goalstated.support.Gathering;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "collect-logs",
        description = {
            "Collect the logs of agent and extensions in one archive, without secrets, and tell what was left out.",
            "The daemon need not run. Nothing is given to anybody. An archive without --to is removed by the daemon after a"
                    + " day, and replaced by its own."
        })
final class CollectLogsCommand implements Callable<Integer> {
    private static final double MEBIBYTE = 1 << 20;

    @Mixin
    private Places places = new Places();

    @Option(names = "--full", description = "Also collect configuration and logs of boot, network and packages.")
    private boolean full;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Where the archive is to be; one that is there is replaced.")
    private @Nullable Path target;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, Failure {
        SystemRoot root = places.root();
        if (root.isReal() && ProcessOwner.number() != 0) {
            throw new Failure(
                    ExitCode.NOT_PERMITTED, "only root may collect logs, which others may not read: run it with sudo");
        }
        CollectedPlaces collected = CollectedPlaces.of(places.configuration());
        Optional<Path> to = Optional.ofNullable(target).map(Path::toAbsolutePath);
        Gathered gathered = gather(
                new Gathering(new Disk(), root, new Gathering.Wish(collected, full, to), InstantSource.system()));
        PrintWriter out = spec.commandLine().getOut();
        out.print(text(gathered, Terminal.width()));
        out.flush();
        return ExitCode.OK;
    }

    private static Gathered gather(Gathering gathering) throws IOException {
        try {
            while (gathering.end().isEmpty()) {
                gathering.advance();
            }
            return gathering.end().get();
        } finally {
            gathering.abandon();
        }
    }

    static String text(Gathered gathered, int width) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s, %s: %d %s of %s%n",
                gathered.archive(),
                size(gathered.size()),
                gathered.files(),
                gathered.files() == 1 ? "file" : "files",
                size(gathered.content())));
        Table leftOut = new Table(width, "LEFT OUT OR NOT WHOLE", "WHY");
        gathered.leftOut().forEach(file -> leftOut.row(file.path(), file.why()));
        Table redacted = new Table(width, "REDACTED", "SECRETS");
        gathered.redacted().forEach(file -> redacted.row(file.path(), Integer.toString(file.secrets())));
        text.append('\n').append(leftOut.isEmpty() ? "Nothing was left out.\n" : leftOut);
        text.append('\n').append(redacted.isEmpty() ? "There was no secret in it.\n" : redacted);
        return text.toString();
    }

    private static String size(long bytes) {
        return bytes < MEBIBYTE
                ? String.format(Locale.ROOT, "%d KiB", (bytes + 1023) / 1024)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE);
    }
}
