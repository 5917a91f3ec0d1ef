package io.goalstated.doctor;

import java.io.IOException;
import java.util.List;

/** Looks at one side of the machine. Blocks; changes nothing. */
@FunctionalInterface
interface Check {
    /** @throws IOException when it cannot be looked at */
    List<Finding> examine(Patient patient) throws IOException;
}
