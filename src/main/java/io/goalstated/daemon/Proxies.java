package io.goalstated.daemon;

import io.goalstated.config.ProtocolKeys;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.secret.Secret;
import io.goalstated.wire.ProxyRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy for storage as the configuration has it, with the credentials of the owner's file (OPS-68). A file that others
 * may read is not used: whoever can read it has the password, and the owner should know. What is in force is what was
 * asked for last, read again whenever the owner says that something has changed. On the event loop.
 */
final class Proxies {
    private static final Logger LOG = LoggerFactory.getLogger(Proxies.class);
    private static final int MAX_BYTES = 4 << 10;

    private final Setup setup;
    private final Disk disk;
    private final Offload offload;
    private ProxyRules inForce;
    private int changes;

    /** Blocks for a moment when there are credentials to be read: nothing is sent before they are known. */
    Proxies(Setup setup, Disk disk, Offload offload) {
        this.setup = setup;
        this.disk = disk;
        this.offload = offload;
        this.inForce = read();
    }

    /** The rules for the next call. */
    ProxyRules inForce() {
        return inForce;
    }

    /** The configuration, or the file of credentials, may be another one. Until it has been read the rules stay. */
    void readAgain() {
        int change = ++changes;
        offload.run(this::read)
                .onSuccess(rules -> inForce = change == changes ? rules : inForce)
                .onFailure(e -> LOG.error("the proxy stays as it is: {}", e.toString()));
    }

    /** What is wrong with the credentials is told, once a call. */
    private ProxyRules read() {
        ProxyRules rules = ProxyRules.of(
                setup.configuration().get(ProtocolKeys.PROXY_HOST),
                setup.configuration().get(ProtocolKeys.PROXY_PORT),
                setup.inherited());
        return setup.configuration()
                .get(ProtocolKeys.PROXY_CREDENTIAL_FILE)
                .flatMap(this::credentials)
                .map(rules::with)
                .orElse(rules);
    }

    private Optional<ProxyRules.Credentials> credentials(String name) {
        Path file = setup.root().resolve(name);
        try {
            Optional<String> problem = distrust(file);
            Optional<byte[]> content = problem.isPresent() ? Optional.empty() : disk.read(file, MAX_BYTES);
            Optional<ProxyRules.Credentials> found = content.flatMap(Proxies::parse);
            if (found.isEmpty()) {
                LOG.warn(
                        "No credentials for the proxy: {}; file={}",
                        problem.orElse("the file must hold one line, user:password"),
                        name);
            }
            return found;
        } catch (IOException e) {
            LOG.warn("No credentials for the proxy: {}; file={}", e.toString(), name);
            return Optional.empty();
        }
    }

    private Optional<String> distrust(Path file) throws IOException {
        if (!disk.exists(file)) {
            return Optional.of("the file is not there");
        }
        if (!disk.isClosed(file)) {
            return Optional.of("others than its owner may use the file; take that away with: chmod 0600");
        }
        return disk.isOwn(file)
                ? Optional.empty()
                : Optional.of("the file does not belong to root; give it back with: chown root");
    }

    /** {@code user:password} on the first line; the password may hold colons. Wipes what it is given. */
    static Optional<ProxyRules.Credentials> parse(byte[] content) {
        try {
            int end = 0;
            int colon = -1;
            while (end < content.length && content[end] != '\n' && content[end] != '\r') {
                colon = colon < 0 && content[end] == ':' ? end : colon;
                end++;
            }
            return colon <= 0 || isUnclean(content, end)
                    ? Optional.empty()
                    : Optional.of(new ProxyRules.Credentials(
                            new String(content, 0, colon, StandardCharsets.UTF_8),
                            Secret.owning(Arrays.copyOfRange(content, colon + 1, end))));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static boolean isUnclean(byte[] content, int end) {
        for (int i = 0; i < end; i++) {
            if (content[i] >= 0 && content[i] < ' ') {
                return true;
            }
        }
        return false;
    }
}
