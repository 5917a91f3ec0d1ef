package io.goalstated.provision;

import io.goalstated.account.PasswordHash;
import io.goalstated.account.UserName;
import io.goalstated.ovf.OvfEnvironment.KeyPair;
import io.goalstated.secret.Secret;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One step of a plan: what is to be done, as a value (spec 03 §4). Each may be done again and leaves the same. */
public sealed interface Step {
    /** What is reached when it is done. */
    Stage stage();

    /** For people, without secrets. */
    String text();

    /** Does the step. The future fails with a {@link ProvisioningFailure} when it cannot be done. */
    Future<Void> by(Actions actions);

    /** A way of doing each. */
    interface Actions {
        Future<Void> setHostName(SetHostName step);

        Future<Void> publishHostName(PublishHostName step);

        Future<Void> createUser(CreateUser step);

        Future<Void> setPassword(SetPassword step);

        Future<Void> allowSudo(AllowSudo step);

        Future<Void> configureSshd(ConfigureSshd step);

        Future<Void> authorizeKeys(AuthorizeKeys step);

        Future<Void> installKeyPairs(InstallKeyPairs step);

        Future<Void> saveCustomData(SaveCustomData step);

        Future<Void> lockRoot(LockRoot step);

        Future<Void> makeHostKeys(MakeHostKeys step);

        Future<Void> reloadSshd(ReloadSshd step);

        Future<Void> ejectMedium(EjectMedium step);

        Future<Void> executeCustomData(ExecuteCustomData step);

        Future<Void> finish(Finish step);
    }

    record SetHostName(HostName name) implements Step {
        @Override
        public Stage stage() {
            return Stage.HOSTNAME;
        }

        @Override
        public String text() {
            return "set host name " + name;
        }

        @Override
        public Future<Void> by(Actions actions) {
            return actions.setHostName(this);
        }
    }

    record PublishHostName(HostName name) implements Step {
        @Override
        public Stage stage() {
            return Stage.PUBLISHED;
        }

        @Override
        public String text() {
            return "publish host name " + name + " by DHCP, best effort";
        }

        @Override
        public Future<Void> by(Actions actions) {
            return actions.publishHostName(this);
        }
    }

    record CreateUser(UserName user, List<String> groups) implements Step {
        public CreateUser {
            groups = List.copyOf(groups);
        }

        @Override
        public Stage stage() {
            return Stage.USER;
        }

        @Override
        public String text() {
            return "create user " + user + (groups.isEmpty() ? "" : " in groups " + String.join(",", groups));
        }

        @Override
        public Future<Void> by(Actions actions) {
            return actions.createUser(this);
        }
    }

    record SetPassword(UserName user, Secret password, PasswordHash method) implements Step {
        @Override
        public Stage stage() {
            return Stage.PASSWORD;
        }

        @Override
        public String text() {
            return "set the password of " + user + ", crypt id " + method.id();
        }

        @Override
        public Future<Void> by(Actions actions) {
            return actions.setPassword(this);
        }
    }

    record AllowSudo(UserName user, boolean withPassword) implements Step {
        @Override
        public Stage stage() {
            return Stage.SUDO;
        }

        @Override
        public String text() {
            return "allow sudo to " + user + (withPassword ? ", with password" : ", without password");
        }

        @Override
        public Future<Void> by(Actions actions) {
            return actions.allowSudo(this);
        }
    }

    record ConfigureSshd(boolean passwordLogin, int aliveInterval) implements Step {
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
        public Future<Void> by(Actions actions) {
            return actions.configureSshd(this);
        }
    }

    /** A key to log in with: a line, or the key of a certificate of the goal state. */
    record LoginKey(Optional<KeyLine> line, String fingerprint, String path) {}

    record AuthorizeKeys(UserName user, List<LoginKey> keys) implements Step {
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
        public Future<Void> by(Actions actions) {
            return actions.authorizeKeys(this);
        }
    }

    record InstallKeyPairs(UserName user, List<KeyPair> pairs) implements Step {
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
        public Future<Void> by(Actions actions) {
            return actions.installKeyPairs(this);
        }
    }

    record SaveCustomData(Secret customData, boolean decoded) implements Step {
        @Override
        public Stage stage() {
            return Stage.CUSTOMDATA_SAVED;
        }

        @Override
        public String text() {
            return "save custom data" + (decoded ? ", decoded" : "");
        }

        @Override
        public Future<Void> by(Actions actions) {
            return actions.saveCustomData(this);
        }
    }

    record LockRoot() implements Step {
        @Override
        public Stage stage() {
            return Stage.ROOTPW;
        }

        @Override
        public String text() {
            return "lock the password of root";
        }

        @Override
        public Future<Void> by(Actions actions) {
            return actions.lockRoot(this);
        }
    }

    record MakeHostKeys(String type) implements Step {
        @Override
        public Stage stage() {
            return Stage.HOSTKEYS;
        }

        @Override
        public String text() {
            return "make SSH host keys: " + type;
        }

        @Override
        public Future<Void> by(Actions actions) {
            return actions.makeHostKeys(this);
        }
    }

    record ReloadSshd() implements Step {
        @Override
        public Stage stage() {
            return Stage.SSHD_RELOADED;
        }

        @Override
        public String text() {
            return "reload sshd";
        }

        @Override
        public Future<Void> by(Actions actions) {
            return actions.reloadSshd(this);
        }
    }

    record EjectMedium() implements Step {
        @Override
        public Stage stage() {
            return Stage.MEDIA_EJECTED;
        }

        @Override
        public String text() {
            return "eject the medium, best effort";
        }

        @Override
        public Future<Void> by(Actions actions) {
            return actions.ejectMedium(this);
        }
    }

    /** @param limit zero for none */
    record ExecuteCustomData(Duration limit, boolean mustSucceed) implements Step {
        @Override
        public Stage stage() {
            return Stage.CUSTOMDATA_EXECUTED;
        }

        @Override
        public String text() {
            return "run custom data" + (limit.isZero() ? "" : ", at most " + limit.toSeconds() + " s")
                    + (mustSucceed ? ", which must succeed" : "");
        }

        @Override
        public Future<Void> by(Actions actions) {
            return actions.executeCustomData(this);
        }
    }

    /** @param provisionGuestAgent what the document says of it */
    record Finish(String provisionGuestAgent, boolean forbidsAgent) implements Step {
        @Override
        public Stage stage() {
            return Stage.PROVISIONED;
        }

        @Override
        public String text() {
            return "note that the VM is provisioned" + (forbidsAgent ? ", and disable the agent" : "");
        }

        @Override
        public Future<Void> by(Actions actions) {
            return actions.finish(this);
        }
    }
}
