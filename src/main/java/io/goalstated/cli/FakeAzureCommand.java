package io.goalstated.cli;

import io.goalstated.lab.Address;
import io.goalstated.lab.Addresses;
import io.goalstated.lab.FakeAzureServer;
import io.goalstated.lab.Upstream;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.Signals;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "fake-azure",
        description = {
            "Play the Azure platform of one VM on this machine: wireserver, host plugin, blob store and IMDS.",
            "Addresses are HOST:PORT; without one a free port of the loopback interface is taken. Runs until Ctrl-C."
        })
final class FakeAzureCommand implements Callable<Integer> {
    private static final int LIMIT_SECONDS = 30;

    @Option(names = "--wire", paramLabel = "HOST:PORT", converter = AtAddress.class, description = "The wireserver.")
    private Address wire = Address.ANY;

    @Option(
            names = "--host-plugin",
            paramLabel = "HOST:PORT",
            converter = AtAddress.class,
            description = "The host plugin (vmSettings, artifacts).")
    private Address hostPlugin = Address.ANY;

    @Option(names = "--blob", paramLabel = "HOST:PORT", converter = AtAddress.class, description = "The blob store.")
    private Address blob = Address.ANY;

    @Option(
            names = "--imds",
            paramLabel = "HOST:PORT",
            converter = AtAddress.class,
            description = "The metadata service.")
    private Address imds = Address.ANY;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            converter = AtAddress.class,
            description = "The API by which goals are published and faults injected; loopback only.")
    private Address admin = Address.ANY;

    @Option(
            names = "--samples",
            paramLabel = "DIR",
            description = "Offer each handler of this directory in two versions; normally the samples of the program.")
    private @Nullable Path samples;

    @Option(
            names = "--anchors",
            paramLabel = "DIR",
            description = "Write the roots of the package signatures here, for Extensions.TrustAnchors.")
    private @Nullable Path anchors;

    @Option(
            names = "--record",
            paramLabel = "DIR",
            description = {
                "Write every answer to this new directory, for goalstated replay.",
                "It holds settings, signed URLs and ciphertexts in the clear: only its owner may enter it; give it to nobody."
            })
    private @Nullable Path record;

    @Option(
            names = "--upstream",
            paramLabel = "HOST",
            description = {
                "With --record: pass requests on to the platform at that address, on a VM 168.63.129.16, instead of",
                "answering them. Storage accounts become folders of the blob store."
            })
    private @Nullable String upstream;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Reads an address; says how one looks when it is none. */
    static final class AtAddress implements ITypeConverter<Address> {
        @Override
        public Address convert(String text) {
            try {
                return Address.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Override
    public Integer call() throws Failure, InterruptedException {
        if (!admin.isLoopback()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "the admin API trusts everybody who reaches it; give --admin a loopback address, not " + admin);
        }
        if (upstream != null && record == null) {
            throw new Failure(ExitCode.USAGE, "--upstream is for recording; name a directory with --record too");
        }
        CompletableFuture<Integer> end = new CompletableFuture<>();
        Signals.on(Signals.Name.INT, () -> end.complete(ExitCode.OK));
        Signals.on(Signals.Name.TERM, () -> end.complete(ExitCode.OK));
        Vertx vertx = EventLoop.start();
        try {
            PrintWriter out = spec.commandLine().getOut();
            FakeAzureServer server = await(FakeAzureServer.start(vertx, options(), out::println)
                    .toCompletionStage()
                    .toCompletableFuture());
            out.println();
            out.println("Running; Ctrl-C ends it.");
            out.flush();
            int code = end.join();
            await(server.close().toCompletionStage().toCompletableFuture());
            return code;
        } finally {
            await(vertx.close().toCompletionStage().toCompletableFuture());
        }
    }

    private FakeAzureServer.Options options() {
        return new FakeAzureServer.Options(
                new Addresses(wire, hostPlugin, blob, imds, Optional.of(admin)),
                Optional.ofNullable(samples).or(SampleHandlers::find),
                Optional.ofNullable(anchors).map(Path::toAbsolutePath),
                Optional.ofNullable(record)
                        .map(directory -> new FakeAzureServer.Tape(
                                directory, Optional.ofNullable(upstream).map(Upstream::at))));
    }

    private static <T> T await(CompletableFuture<T> future) throws Failure, InterruptedException {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new Failure(ExitCode.FAILURE, "the fake Azure does not work: " + cause.getMessage());
        } catch (TimeoutException e) {
            throw new Failure(ExitCode.TIMEOUT, "the fake Azure took longer than " + LIMIT_SECONDS + " s");
        }
    }
}
