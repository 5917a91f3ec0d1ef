package io.goalstated.provision;

import io.goalstated.platform.ToolEnd;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Whether an interface is up again after its name was published, and what is done when it is not: one attempt to raise it (spec 03
 * §4.2 no. 4). A value that is asked again a moment later.
 */
record InterfaceRecovery(Machine machine, String device, boolean tried) {
    InterfaceRecovery(Machine machine, String device) {
        this(machine, device, false);
    }

    /** Looks once; blocks. What is left to wait for is the result. */
    Optional<InterfaceRecovery> goOn(List<String> done, List<String> problems) throws IOException {
        Optional<String> wrong = problem();
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        if (tried) {
            problems.add("interface " + device + " stays down after the host name was published: " + wrong.get());
            return Optional.empty();
        }
        raise();
        done.add("interface " + device + " was down after the host name was published, and is raised");
        return Optional.of(new InterfaceRecovery(machine, device, true));
    }

    private void raise() {
        if (isManaged()) {
            machine.run("systemctl", "restart", "NetworkManager");
        } else {
            machine.run("ip", "link", "set", device, "up");
        }
    }

    private Optional<String> problem() throws IOException {
        String link = machine.disk()
                .readText(machine.root().resolve("/sys/class/net/" + device + "/operstate"), 64)
                .map(String::strip)
                .orElse("absent");
        if (link.equals("down") || link.equals("absent")) {
            return Optional.of("link " + link);
        }
        if (!isManaged()) {
            return Optional.empty();
        }
        ToolEnd state = machine.run("nmcli", "-g", "general.state", "device", "show", device);
        boolean connected = !state.isSuccess() || state.output().strip().startsWith("100");
        return connected
                ? Optional.empty()
                : Optional.of("NetworkManager says " + state.output().strip());
    }

    private boolean isManaged() {
        return machine.run("systemctl", "is-active", "NetworkManager")
                .output()
                .strip()
                .equals("active");
    }
}
