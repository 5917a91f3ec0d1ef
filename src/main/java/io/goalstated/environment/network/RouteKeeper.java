package io.goalstated.environment.network;

import io.goalstated.environment.network.NetworkInterfaces.Interface;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Sets again what is missing of the routes that DHCP once named to the agent. Blocks. */
public final class RouteKeeper {
    private final InterfaceReader reader;
    private final RememberedRoutes remembered;
    private final Tools tools;

    public RouteKeeper(Disk disk, SystemRoot root, Path library, Tools tools) {
        this.reader = new InterfaceReader(disk, root, tools);
        this.remembered = new RememberedRoutes(disk, library);
        this.tools = tools;
    }

    /** How many routes were set. */
    public int restore() throws IOException {
        List<Route> wanted = remembered.recall();
        if (wanted.isEmpty()) {
            return 0;
        }
        RoutingTable present = reader.routes();
        Optional<Interface> primary = reader.interfaces().primary(present);
        if (primary.isEmpty()) {
            return 0;
        }
        int set = 0;
        for (List<String> command :
                RouteRepair.commands(wanted, present, primary.get().name())) {
            set += tools.run(ToolCall.of(command)).isSuccess() ? 1 : 0;
        }
        return set;
    }
}
