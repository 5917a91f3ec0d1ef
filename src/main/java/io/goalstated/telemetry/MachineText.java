package io.goalstated.telemetry;

import io.goalstated.event.CommonParameters;
import io.goalstated.platform.Distribution;
import io.goalstated.platform.Machine;
import io.goalstated.platform.SystemRoot;

/** The machine as events describe it. */
final class MachineText {
    private MachineText() {}

    /** Blocks; never fails. */
    static CommonParameters.Machine read(SystemRoot root) {
        Distribution distribution = Distribution.read(root);
        Machine machine = Machine.read(root);
        String system = "Linux:" + distribution.name() + "-" + distribution.version() + "-" + machine.codeName() + ":"
                + machine.kernel();
        return new CommonParameters.Machine(system, machine.memory(), machine.processors(), machine.architecture());
    }
}
