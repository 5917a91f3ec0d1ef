package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Ends a command whose time is over, with all that it has started. */
final class SessionKill {
    private static final int ROUNDS = 5;

    private final Disk disk;

    SessionKill(Disk disk) {
        this.disk = disk;
    }

    /**
     * SIGKILL to the command's group and to what descends from it, repeated for what was forked meanwhile.
     *
     * @return how many signals were sent
     */
    int kill(long leader) throws IOException {
        int killed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<ProcessTable.Entry> members = ProcessTable.read().belongingTo(leader);
            if (members.isEmpty()) {
                break;
            }
            for (ProcessTable.Entry member : members) {
                disk.announce("kill", Path.of("/proc", Long.toString(member.pid())));
                ProcessHandle.of(member.pid()).ifPresent(ProcessHandle::destroyForcibly);
                killed++;
            }
        }
        return killed;
    }
}
