package io.goalstated.environment;

import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.SystemTools;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two network namespaces with a cable between them: a VM (10.9.0.10) and a host (10.9.0.1) that has the wireserver's address and
 * the metadata service's. Needs root.
 *
 * <pre>
 *   VM:  v0 10.9.0.10/24 ──────── v1 10.9.0.1/24, lo 168.63.129.16/32 169.254.169.254/32  :host
 * </pre>
 */
public final class Namespaces implements AutoCloseable {
    private static final String LISTENER = """
        import socket, select, sys
        sockets = []
        for place in sys.argv[1:]:
            address, port = place.split(":")
            s = socket.socket()
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind((address, int(port)))
            s.listen(16)
            sockets.append(s)
        print("listening", flush=True)
        while True:
            for s in select.select(sockets, [], [])[0]:
                s.accept()[0].close()
        """;

    private static final Tools REAL = new SystemTools(SystemRoot.REAL);

    private final String id =
            Long.toString(ProcessHandle.current().pid(), 36) + Long.toString(System.nanoTime() % 46656, 36);
    private final List<Process> processes = new ArrayList<>();

    /** @param addressed whether the VM has its address and its routes already */
    public Namespaces(boolean addressed) {
        run("ip", "netns", "add", vm());
        run("ip", "netns", "add", host());
        run("ip", "-n", vm(), "link", "add", "v0", "type", "veth", "peer", "name", "v1", "netns", host());
        for (String device : List.of("lo", "v0")) {
            run("ip", "-n", vm(), "link", "set", device, "up");
        }
        run("ip", "-n", host(), "addr", "add", "10.9.0.1/24", "dev", "v1");
        run("ip", "-n", host(), "addr", "add", "168.63.129.16/32", "dev", "lo");
        run("ip", "-n", host(), "addr", "add", "169.254.169.254/32", "dev", "lo");
        for (String device : List.of("lo", "v1")) {
            run("ip", "-n", host(), "link", "set", device, "up");
        }
        if (addressed) {
            run("ip", "-n", vm(), "addr", "add", "10.9.0.10/24", "dev", "v0");
            run("ip", "-n", vm(), "route", "add", "default", "via", "10.9.0.1");
        }
    }

    public String vm() {
        return "gs-vm-" + id;
    }

    public String host() {
        return "gs-host-" + id;
    }

    /** The programs of this machine, run on the VM's network. */
    public Tools vmTools() {
        return call -> {
            List<String> words = new ArrayList<>(List.of("netns", "exec", vm()));
            words.addAll(call.words());
            return REAL.run(new ToolCall("ip", words, call.limit(), call.environment(), call.input()));
        };
    }

    /** What a program on the VM's network prints; it must succeed. */
    public String onVm(String... words) {
        return output(vmTools().run(ToolCall.of(List.of(words))));
    }

    /** Has the host listen on these places, each {@code address:port}. */
    public void listen(String... places) throws IOException {
        List<String> words = new ArrayList<>(List.of("python3", "-c", LISTENER));
        words.addAll(List.of(places));
        Process process = start(host(), words);
        if (process.inputReader().readLine() == null) {
            throw new IOException("the listener did not start");
        }
    }

    /** Starts a program in a namespace; it is ended with this. */
    public Process start(String namespace, List<String> program) throws IOException {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(program);
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        return process;
    }

    /** Whether that user of the VM gets a connection. */
    public boolean connects(String user, String address, int port) {
        String connect = ": </dev/tcp/" + address + "/" + port;
        ToolEnd end = vmTools()
                .run(ToolCall.of(
                                "setpriv",
                                "--reuid=" + user,
                                "--regid=nogroup",
                                "--clear-groups",
                                "timeout",
                                "1",
                                "bash",
                                "-c",
                                connect)
                        .within(Duration.ofSeconds(20)));
        return end.isSuccess();
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
        for (String namespace : List.of(vm(), host())) {
            REAL.run(ToolCall.of("ip", "netns", "del", namespace));
        }
    }

    private static String run(String... words) {
        return output(REAL.run(ToolCall.of(List.of(words))));
    }

    private static String output(ToolEnd end) {
        if (!end.isSuccess()) {
            throw new IllegalStateException(end.problem());
        }
        return end.output();
    }
}
