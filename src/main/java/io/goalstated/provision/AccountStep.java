package io.goalstated.provision;

import io.goalstated.account.PasswordHash;
import io.goalstated.account.UserName;
import io.goalstated.secret.Secret;
import io.vertx.core.Future;
import java.util.List;

/** Steps that decide who may log in and become root (spec 03 §4.3 to §4.5, §4.10). */
sealed interface AccountStep extends Step {
    /** A way of doing each. */
    interface Actions {
        Future<Void> createUser(CreateUser step);

        Future<Void> setPassword(SetPassword step);

        Future<Void> allowSudo(AllowSudo step);

        Future<Void> lockRoot(LockRoot step);
    }

    record CreateUser(UserName user, List<String> groups) implements AccountStep {
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
        public Future<Void> by(Step.Actions actions) {
            return actions.createUser(this);
        }
    }

    record SetPassword(UserName user, Secret password, PasswordHash method) implements AccountStep {
        @Override
        public Stage stage() {
            return Stage.PASSWORD;
        }

        @Override
        public String text() {
            return "set the password of " + user + ", crypt id " + method.id();
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.setPassword(this);
        }
    }

    record AllowSudo(UserName user, boolean withPassword) implements AccountStep {
        @Override
        public Stage stage() {
            return Stage.SUDO;
        }

        @Override
        public String text() {
            return "allow sudo to " + user + (withPassword ? ", with password" : ", without password");
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.allowSudo(this);
        }
    }

    record LockRoot() implements AccountStep {
        @Override
        public Stage stage() {
            return Stage.ROOTPW;
        }

        @Override
        public String text() {
            return "lock the password of root";
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.lockRoot(this);
        }
    }
}
