package io.goalstated.environment.access;

import io.goalstated.account.Account;
import io.goalstated.account.AccountFailure;
import io.goalstated.account.Accounts;
import io.goalstated.account.PasswordHash;
import io.goalstated.account.Sudoers;
import io.goalstated.account.UserName;
import io.goalstated.goalstate.RemoteAccess;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.Tools;
import io.goalstated.secret.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The accounts themselves. Their mark is the comment that WALinuxAgent gives them too; an account without it is never changed. One
 * that a death of the agent left half-made is made again. Blocks.
 */
public final class TemporaryAccounts {
    static final String COMMENT = "JIT_Account";

    private static final int MAX_BYTES = 4096;

    private final Accounts accounts;
    private final Sudoers sudoers;
    private final PasswordHash method;
    private final Passwords passwords;
    private final Disk disk;
    private final Tools tools;
    private final Path unfinished;

    /** Opens what the platform has encrypted for this VM. Blocks. */
    @FunctionalInterface
    public interface Passwords {
        /** @throws IOException with a reason that tells nothing of the content */
        Secret open(String encrypted) throws IOException;
    }

    /** @param library where it is noted which account is being made */
    public TemporaryAccounts(
            Accounts accounts,
            Sudoers sudoers,
            PasswordHash method,
            Passwords passwords,
            Disk disk,
            Tools tools,
            Path library) {
        this.accounts = accounts;
        this.sudoers = sudoers;
        this.method = method;
        this.passwords = passwords;
        this.disk = disk;
        this.tools = tools;
        this.unfinished = library.resolve("goalstated/temporary-account");
    }

    /**
     * What was done.
     *
     * @param problems each names its user
     * @param remain whether an account that is not wanted any more is still there
     */
    public record Result(List<String> done, List<String> problems, boolean remain) {
        public Result {
            done = List.copyOf(done);
            problems = List.copyOf(problems);
        }
    }

    /** Makes and removes accounts so that there are those that are wanted now. */
    public Result apply(Optional<RemoteAccess> wanted, Instant now) throws IOException {
        List<String> done = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        boolean remain = false;
        finishEarlier(problems);
        Set<String> temporary = names();
        AccessDecision decision = AccessDecision.of(
                wanted,
                temporary,
                this::isAnothers,
                name -> UserName.parse(name).isPresent(),
                now);
        for (String name : decision.removals()) {
            Optional<String> problem = UserName.parse(name).flatMap(this::remove);
            problem.ifPresentOrElse(problems::add, () -> done.add("removed the account " + name));
            remain |= problem.isPresent();
        }
        for (AccessDecision.Addition addition : decision.additions()) {
            Optional<String> problem = add(addition);
            problem.ifPresentOrElse(
                    problems::add,
                    () -> done.add("made the account " + addition.name() + " until " + addition.lastDay()));
        }
        decision.refusals()
                .forEach(refusal -> problems.add("no account for " + shown(refusal.name()) + ": " + refusal.reason()));
        return new Result(done, problems, remain);
    }

    private Set<String> names() throws IOException {
        return accounts.commented(COMMENT).stream().map(Account::name).collect(Collectors.toSet());
    }

    /** When nobody can say whose a name is, it is somebody's. */
    private boolean isAnothers(String name) {
        try {
            Optional<UserName> user = UserName.parse(name);
            return user.isEmpty() || accounts.find(user.get()).isPresent();
        } catch (IOException e) {
            return true;
        }
    }

    private void finishEarlier(List<String> problems) throws IOException {
        Optional<UserName> half = disk.readText(unfinished, MAX_BYTES).flatMap(UserName::parse);
        if (half.isPresent() && names().contains(half.get().value())) {
            Optional<String> problem = remove(half.get());
            problem.ifPresent(problems::add);
            if (problem.isPresent()) {
                return;
            }
        }
        disk.delete(unfinished);
    }

    /** The password is opened before anything is changed. */
    private Optional<String> add(AccessDecision.Addition addition) {
        UserName name = new UserName(addition.name());
        try (Secret password = passwords.open(addition.encryptedPassword())) {
            PasswordHash.check(password);
            if (password.length() == 0) {
                return Optional.of("no account for " + name + ": its password is empty");
            }
            disk.write(unfinished, name.value(), Disk.PRIVATE);
            Optional<String> problem = make(name, addition, password);
            if (problem.isPresent()) {
                remove(name);
            }
            disk.delete(unfinished);
            return problem;
        } catch (IOException | AccountFailure e) {
            return Optional.of("no account for " + name + ": " + e.getMessage());
        }
    }

    private Optional<String> make(UserName name, AccessDecision.Addition addition, Secret password) {
        try {
            accounts.create(
                    name,
                    new Accounts.Extras(
                            Optional.of(COMMENT), Optional.of(addition.lastDay().toString())));
            if (!names().contains(name.value())) {
                // Somebody else was faster.
                return Optional.of("no account for " + name + ": an account of that name has just been made");
            }
            accounts.setPassword(name, password, method);
            sudoers.allow(name, true);
            return Optional.empty();
        } catch (IOException | AccountFailure e) {
            return Optional.of("no account for " + name + ": " + e.getMessage());
        }
    }

    /** Power first, then sessions, then the account with its home. */
    private Optional<String> remove(UserName name) {
        try {
            Optional<Account> account =
                    accounts.find(name).filter(found -> found.comment().equals(COMMENT));
            if (account.isEmpty()) {
                return Optional.empty();
            }
            if (accounts.isSystems(account.get())) {
                return Optional.of(name + " is one of the system's own accounts and is left as it is");
            }
            sudoers.remove(name);
            tools.run(ToolCall.of("loginctl", "terminate-user", name.value()));
            tools.run(ToolCall.of(
                    "pkill", "-KILL", "-u", Integer.toString(account.get().uid())));
            accounts.remove(name);
            return Optional.empty();
        } catch (IOException | AccountFailure e) {
            return Optional.of("the account " + name + " could not be removed: " + e.getMessage());
        }
    }

    /** A name from outside, fit for one line. */
    private static String shown(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._@-]", "?");
        return plain.length() > 32 ? plain.substring(0, 32) + "..." : plain;
    }
}
