package io.goalstated.provision;

import io.goalstated.account.AccountFailure;
import io.goalstated.account.PasswordHash;
import io.goalstated.account.UserName;
import io.goalstated.ovf.OvfEnvironment;
import io.goalstated.ovf.OvfEnvironment.KeyPair;
import io.goalstated.ovf.OvfEnvironment.PublicKey;
import io.goalstated.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Turns the provisioning document into steps, in the order of spec 03 §4. Pure: everything that may be wrong with the
 * document is found here, before the first side effect.
 */
final class ProvisioningPlanner {
    private static final int LONGEST_CUSTOM_DATA = 1 << 20;

    private final ProvisioningSettings settings;
    private final Predicate<UserName> isSystemUser;

    /** @param isSystemUser whether there is such an account, and it is one of the system's own */
    ProvisioningPlanner(ProvisioningSettings settings, Predicate<UserName> isSystemUser) {
        this.settings = settings;
        this.isSystemUser = isSystemUser;
    }

    List<Step> plan(OvfEnvironment ovf) throws ProvisioningFailure {
        if (ovf.preprovisioned().isPresent()) {
            throw ProvisioningFailure.lasting(
                    "pre-provisioned VM type " + poolType(ovf.preprovisioned().get()) + " requires cloud-init");
        }
        HostName host =
                HostName.parse(ovf.hostName()).orElseThrow(() -> ProvisioningFailure.lasting("invalid HostName"));
        UserName user = user(ovf);
        List<Step> steps = new ArrayList<>();
        steps.add(new NameStep.SetHostName(host));
        steps.add(new NameStep.PublishHostName(host));
        steps.add(new AccountStep.CreateUser(user, settings.userGroups()));
        if (ovf.password().isPresent()) {
            steps.add(password(user, ovf.password().get()));
        }
        steps.add(new AccountStep.AllowSudo(user, ovf.password().isPresent()));
        steps.add(new SshStep.ConfigureSshd(!ovf.keyOnlyLogin(), settings.aliveInterval()));
        if (!ovf.publicKeys().isEmpty()) {
            steps.add(new SshStep.AuthorizeKeys(user, keys(ovf.publicKeys())));
        }
        if (!ovf.keyPairs().isEmpty()) {
            steps.add(new SshStep.InstallKeyPairs(user, pairs(ovf.keyPairs())));
        }
        if (ovf.customData().isPresent()) {
            steps.add(customData(ovf.customData().get()));
        }
        if (settings.lockRoot()) {
            steps.add(new AccountStep.LockRoot());
        }
        steps.add(new SshStep.SeedEntropy());
        if (settings.regenerateHostKeys()) {
            steps.add(new SshStep.MakeHostKeys(settings.hostKeyType()));
        }
        steps.add(new SshStep.ReloadSshd());
        steps.add(new ClosingStep.EjectMedium());
        if (settings.executeCustomData()) {
            steps.add(new DataStep.ExecuteCustomData(settings.customDataLimit(), settings.failOnCustomData()));
        }
        steps.add(new ClosingStep.Finish(ovf.provisionGuestAgent(), ovf.forbidsAgent()));
        return steps;
    }

    /** Only known words go into a message for the platform. */
    private static String poolType(String text) {
        return List.of("Running", "Savable", "PreprovisionedOSDisk").contains(text) ? text : "unknown";
    }

    private UserName user(OvfEnvironment ovf) throws ProvisioningFailure {
        if (ovf.userName().isEmpty()) {
            throw ProvisioningFailure.lasting("Failed to validate OVF: UserName not found");
        }
        UserName user = UserName.parse(ovf.userName().get())
                .filter(name -> !name.value().equals("root"))
                .orElseThrow(() -> ProvisioningFailure.lasting("invalid UserName"));
        if (isSystemUser.test(user) && !settings.allowSystemUser()) {
            throw ProvisioningFailure.lasting("invalid UserName: a system user");
        }
        return user;
    }

    private Step password(UserName user, Secret password) throws ProvisioningFailure {
        try {
            PasswordHash.check(password);
        } catch (AccountFailure e) {
            throw ProvisioningFailure.lasting(e.getMessage());
        }
        return new AccountStep.SetPassword(user, password, settings.passwordHash());
    }

    private static List<SshStep.LoginKey> keys(List<PublicKey> keys) throws ProvisioningFailure {
        List<SshStep.LoginKey> found = new ArrayList<>();
        for (PublicKey key : keys) {
            String path = key.path().orElseThrow(() -> ProvisioningFailure.lasting("Public key path is None"));
            if (key.value().isPresent()) {
                found.add(new SshStep.LoginKey(Optional.of(line(key.value().get())), "", path));
            } else {
                found.add(new SshStep.LoginKey(
                        Optional.empty(),
                        fingerprint(key.fingerprint()
                                .orElseThrow(() ->
                                        ProvisioningFailure.lasting("SSH public key Fingerprint and Value are None"))),
                        path));
            }
        }
        return found;
    }

    private static KeyLine line(String value) throws ProvisioningFailure {
        Optional<KeyLine> line = value.startsWith("-----BEGIN CERTIFICATE-----")
                ? CertificateKey.of(value.getBytes(StandardCharsets.US_ASCII)).flatMap(CertificateKey::line)
                : KeyLine.parse(value);
        return line.orElseThrow(() -> ProvisioningFailure.lasting("Bad public key"));
    }

    private static List<KeyPair> pairs(List<KeyPair> pairs) throws ProvisioningFailure {
        List<KeyPair> found = new ArrayList<>();
        for (KeyPair pair : pairs) {
            String fingerprint = fingerprint(pair.fingerprint()
                    .orElseThrow(() -> ProvisioningFailure.lasting("SSH key pair Fingerprint is None")));
            String path = pair.path().orElseThrow(() -> ProvisioningFailure.lasting("SSH key pair path is None"));
            found.add(new KeyPair(Optional.of(fingerprint), Optional.of(path)));
        }
        return found;
    }

    private static String fingerprint(String text) throws ProvisioningFailure {
        String upper = text.toUpperCase(Locale.ROOT);
        if (!upper.matches("[0-9A-F]{40}")) {
            throw ProvisioningFailure.lasting("invalid key Fingerprint");
        }
        return upper;
    }

    private Step customData(Secret customData) throws ProvisioningFailure {
        if (customData.length() > LONGEST_CUSTOM_DATA) {
            throw ProvisioningFailure.lasting("CustomData is larger than " + LONGEST_CUSTOM_DATA + " bytes");
        }
        if (settings.decodeCustomData()) {
            CustomDataCode.decode(customData)
                    .orElseThrow(() -> ProvisioningFailure.lasting("CustomData is not base64"))
                    .close();
        }
        return new DataStep.SaveCustomData(customData, settings.decodeCustomData());
    }
}
