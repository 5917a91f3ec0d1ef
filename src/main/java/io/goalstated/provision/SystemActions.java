package io.goalstated.provision;

import io.goalstated.account.Account;
import io.goalstated.account.AccountFailure;
import io.goalstated.account.Accounts;
import io.goalstated.account.UserName;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.platform.OwnedDirectory;
import io.goalstated.secret.Secret;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the steps on the machine. What goes wrong becomes a {@link ProvisioningFailure} here, and nowhere else. */
final class SystemActions implements Step.Actions {
    private static final Logger LOG = LoggerFactory.getLogger(SystemActions.class);
    private static final Set<PosixFilePermission> HOME = PosixFilePermissions.fromString("rwxr-x---");

    private final Machine machine;
    private final ProvisioningSettings settings;
    private final Offload offload;
    private final Supplier<Future<Void>> certificates;
    private final CustomDataRun customData;
    private final Sentinel sentinel;
    private final MediaSearch media;

    SystemActions(
            Machine machine,
            ProvisioningSettings settings,
            Provisioning.Parts parts,
            CustomDataRun customData,
            Sentinel sentinel) {
        this.machine = machine;
        this.settings = settings;
        this.offload = parts.offload();
        this.certificates = parts.certificates();
        this.customData = customData;
        this.sentinel = sentinel;
        this.media = parts.media();
    }

    /** Work that blocks. */
    private interface Work {
        void run() throws IOException, AccountFailure, ProvisioningFailure;
    }

    private Future<Void> blocking(Stage stage, Work work) {
        return offload.run(() -> {
            try {
                work.run();
                return null;
            } catch (AccountFailure e) {
                throw e.isRefused()
                        ? ProvisioningFailure.lasting(e.getMessage())
                        : ProvisioningFailure.passing(stage.words() + " failed: " + e.getMessage());
            } catch (IOException e) {
                // Its text names files, which the platform need not know.
                LOG.error("Provisioning cannot go on; step={} reason={}", stage.words(), e.getMessage());
                throw ProvisioningFailure.passing(
                        stage.words() + " failed: " + e.getClass().getSimpleName());
            }
        });
    }

    @Override
    public Future<Void> setHostName(NameStep.SetHostName step) {
        return blocking(step.stage(), () -> new HostNameSetter(machine).set(step.name()));
    }

    @Override
    public Future<Void> publishHostName(NameStep.PublishHostName step) {
        return blocking(
                step.stage(),
                () -> new HostNamePublisher(machine).publish(step.name().value()));
    }

    @Override
    public Future<Void> createUser(AccountStep.CreateUser step) {
        return blocking(step.stage(), () -> {
            Accounts accounts = machine.accounts();
            Account account = accounts.create(step.user(), Accounts.Extras.NONE);
            refuseSystemUser(accounts, step.user());
            try (OwnedDirectory home = OwnedDirectory.open(
                    machine.root().resolve(account.home()), account.uid(), account.gid(), machine.disk())) {
                home.closeToOthers(HOME);
            }
            List<String> missing = accounts.join(step.user(), step.groups());
            if (!missing.isEmpty()) {
                LOG.warn("Groups of Provisioning.UserGroups do not exist; groups={}", String.join(",", missing));
            }
        });
    }

    private void refuseSystemUser(Accounts accounts, UserName user) throws IOException, ProvisioningFailure {
        Optional<Account> account = accounts.find(user);
        if (account.isPresent() && accounts.isSystems(account.get()) && !settings.allowSystemUser()) {
            throw ProvisioningFailure.lasting("invalid UserName: a system user");
        }
    }

    @Override
    public Future<Void> setPassword(AccountStep.SetPassword step) {
        return blocking(step.stage(), () -> {
            refuseSystemUser(machine.accounts(), step.user());
            machine.accounts().setPassword(step.user(), step.password(), step.method());
        });
    }

    @Override
    public Future<Void> allowSudo(AccountStep.AllowSudo step) {
        return blocking(step.stage(), () -> machine.sudoers().allow(step.user(), step.withPassword()));
    }

    @Override
    public Future<Void> configureSshd(SshStep.ConfigureSshd step) {
        return blocking(
                step.stage(), () -> new SshdSetup(machine).configure(step.passwordLogin(), step.aliveInterval()));
    }

    @Override
    public Future<Void> authorizeKeys(SshStep.AuthorizeKeys step) {
        boolean ofCertificates = step.keys().stream().anyMatch(key -> key.line().isEmpty());
        Future<Void> there = ofCertificates ? certificates.get() : Future.succeededFuture();
        return there.compose(known -> blocking(step.stage(), () -> keys().authorize(step.user(), step.keys())));
    }

    @Override
    public Future<Void> installKeyPairs(SshStep.InstallKeyPairs step) {
        return certificates
                .get()
                .compose(known -> blocking(step.stage(), () -> keys().install(step.user(), step.pairs())));
    }

    private KeyDeployment keys() {
        return new KeyDeployment(machine, settings.homeDirectory());
    }

    @Override
    public Future<Void> saveCustomData(DataStep.SaveCustomData step) {
        return blocking(step.stage(), () -> {
            if (step.decoded()) {
                try (Secret decoded = CustomDataCode.decode(step.customData())
                        .orElseThrow(() -> ProvisioningFailure.lasting("CustomData is not base64"))) {
                    save(decoded);
                }
            } else {
                save(step.customData());
            }
        });
    }

    private void save(Secret customData) throws IOException {
        byte[] bytes = customData.bytes();
        try {
            machine.disk().write(machine.lib().resolve("CustomData"), bytes, Disk.PRIVATE);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public Future<Void> lockRoot(AccountStep.LockRoot step) {
        return blocking(step.stage(), () -> new RootAccount(machine).lock());
    }

    @Override
    public Future<Void> seedEntropy(SshStep.SeedEntropy step) {
        return blocking(step.stage(), () -> new Entropy(machine).stir());
    }

    @Override
    public Future<Void> makeHostKeys(SshStep.MakeHostKeys step) {
        return blocking(step.stage(), () -> new HostKeys(machine).regenerate(step.type()));
    }

    @Override
    public Future<Void> reloadSshd(SshStep.ReloadSshd step) {
        return blocking(step.stage(), () -> new SshdReload(machine).reload());
    }

    @Override
    public Future<Void> ejectMedium(ClosingStep.EjectMedium step) {
        return blocking(step.stage(), media::eject);
    }

    @Override
    public Future<Void> executeCustomData(DataStep.ExecuteCustomData step) {
        return customData.run(step);
    }

    @Override
    public Future<Void> finish(ClosingStep.Finish step) {
        return blocking(step.stage(), () -> {
            // The sentinel last: what came before it is done again after a crash.
            if (step.forbidsAgent()) {
                sentinel.disableAgent();
            }
            sentinel.write();
        });
    }
}
