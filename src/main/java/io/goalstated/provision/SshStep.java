package io.goalstated.provision;

import io.goalstated.account.UserName;
import io.goalstated.ovf.OvfEnvironment.KeyPair;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Steps that set SSH up: how people log in, with which keys, and by which keys they know the host (spec 03
 * §4.6 to §4.8, §4.11, §4.12).
 */
sealed interface SshStep extends Step {
    /** A way of doing each. */
    interface Actions {
        Future<Void> configureSshd(ConfigureSshd step);

        Future<Void> authorizeKeys(AuthorizeKeys step);

        Future<Void> installKeyPairs(InstallKeyPairs step);

        Future<Void> seedEntropy(SeedEntropy step);

        Future<Void> makeHostKeys(MakeHostKeys step);

        Future<Void> reloadSshd(ReloadSshd step);
    }

    record ConfigureSshd(boolean passwordLogin, int aliveInterval) implements SshStep {
        @Override
        public Stage stage() {
            return Stage.SSHD;
        }

        @Override
        public String text() {
            return "configure sshd: password login " + (passwordLogin ? "yes" : "no") + ", alive interval "
                    + aliveInterval;
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.configureSshd(this);
        }
    }

    /** A key to log in with: a line, or the key of a certificate of the goal state. */
    record LoginKey(Optional<KeyLine> line, String fingerprint, String path) {}

    record AuthorizeKeys(UserName user, List<LoginKey> keys) implements SshStep {
        public AuthorizeKeys {
            keys = List.copyOf(keys);
        }

        @Override
        public Stage stage() {
            return Stage.PUBKEYS;
        }

        @Override
        public String text() {
            return "authorize " + keys.size() + " key(s) of " + user;
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.authorizeKeys(this);
        }
    }

    record InstallKeyPairs(UserName user, List<KeyPair> pairs) implements SshStep {
        public InstallKeyPairs {
            pairs = List.copyOf(pairs);
        }

        @Override
        public Stage stage() {
            return Stage.KEYPAIRS;
        }

        @Override
        public String text() {
            return "install " + pairs.size() + " key pair(s) of " + user;
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.installKeyPairs(this);
        }
    }

    record SeedEntropy() implements SshStep {
        @Override
        public Stage stage() {
            return Stage.ENTROPY;
        }

        @Override
        public String text() {
            return "stir the hypervisor's random bytes into the kernel's pool, where there are any";
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.seedEntropy(this);
        }
    }

    record MakeHostKeys(String type) implements SshStep {
        @Override
        public Stage stage() {
            return Stage.HOSTKEYS;
        }

        @Override
        public String text() {
            return "make SSH host keys: " + type;
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.makeHostKeys(this);
        }
    }

    record ReloadSshd() implements SshStep {
        @Override
        public Stage stage() {
            return Stage.SSHD_RELOADED;
        }

        @Override
        public String text() {
            return "reload sshd";
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.reloadSshd(this);
        }
    }
}
