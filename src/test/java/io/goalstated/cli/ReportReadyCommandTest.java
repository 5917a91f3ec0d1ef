package io.goalstated.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.RecordedRequest;
import io.goalstated.lab.Server;
import io.goalstated.platform.EventLoop;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportReadyCommandTest {
    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private Vertx vertx;
    private FakeAzure azure;

    @BeforeEach
    void start() throws Exception {
        vertx = EventLoop.start();
        azure = FakeAzure.start(vertx).toCompletionStage().toCompletableFuture().get();
        Files.createDirectories(root.resolve("etc"));
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int report(String wireServer) throws IOException {
        Files.writeString(root.resolve("etc/waagent.conf"), "Protocol.WireServer=" + wireServer + "\n");
        CommandLine line = new CommandLine(new Goalstated());
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(out, true));
        return line.execute("report-ready", "--root", root.toString(), "--pause", "0");
    }

    @Test
    @Conforms("03#114")
    void azure_is_asked_who_the_vm_is_and_told_that_it_is_ready() throws Exception {
        int code = report(azure.addresses().wire().toString());

        assertThat(code).isZero();
        List<RecordedRequest> requests = azure.requests(Server.WIRE, "");
        assertThat(requests)
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly("GET /machine/?comp=goalstate", "POST /machine?comp=health");
        assertThat(requests.get(1).text()).contains("<Health><State>Ready</State></Health>");
        assertThat(root.resolve("var")).doesNotExist();
    }

    @Test
    @Conforms("03#114")
    void a_server_that_gives_no_answer_is_asked_five_times() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        int code;
        Thread hangingUp;
        try (ServerSocket deaf = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            hangingUp = new Thread(() -> hangUp(deaf, asked));
            hangingUp.start();
            code = report("127.0.0.1:" + deaf.getLocalPort());
        }
        hangingUp.join();

        assertThat(code).isEqualTo(1);
        assertThat(asked).hasValue(5);
    }

    private static void hangUp(ServerSocket server, AtomicInteger asked) {
        try {
            while (true) {
                server.accept().close();
                asked.incrementAndGet();
            }
        } catch (SocketException e) {
            // Closed: the test is over.
            return;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
