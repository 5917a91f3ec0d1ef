package io.goalstated.daemon;

import io.goalstated.policy.Policy;
import io.goalstated.supervise.Admission;
import java.io.IOException;
import java.util.Optional;

/**
 * What the owner allows to run, as files say at this moment: the policy, and what packages are judged by. Blocks.
 */
final class OwnersWord {
    private final Setup setup;
    private final PolicyFile policyFile;
    private final TrustFiles trustFiles;

    OwnersWord(Setup setup, PolicyFile policyFile, TrustFiles trustFiles) {
        this.setup = setup;
        this.policyFile = policyFile;
        this.trustFiles = trustFiles;
    }

    /**
     * One look.
     *
     * @param policy the policy file's text where it is in force
     */
    record Sighting(String stamp, Optional<String> policy, Admission admission) {}

    /** What changes when one of the files does. */
    String stamp() throws IOException {
        return policyFile.stamp() + "\n" + trustFiles.stamp();
    }

    /** The stamp is taken first: what changes while the files are read shows at the next look. */
    Sighting look() throws IOException {
        String trust = trustFiles.stamp();
        String stamp = policyFile.stamp() + "\n" + trust;
        Optional<String> text = policyFile.text();
        Policy policy = policyFile.read();
        return new Sighting(
                stamp, text, new Admission(setup.extensionsEnabled(), setup.configurationFile(), policy, trust));
    }
}
