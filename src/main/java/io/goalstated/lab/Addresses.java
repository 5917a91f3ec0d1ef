package io.goalstated.lab;

import java.util.Optional;

/** Where the servers of one fake platform listen. The admin API is there only if an address is given for it. */
public record Addresses(Address wire, Address hostPlugin, Address blob, Address imds, Optional<Address> admin) {
    /** Free ports on loopback and no admin API: what a test wants. */
    public static final Addresses EPHEMERAL =
            new Addresses(Address.ANY, Address.ANY, Address.ANY, Address.ANY, Optional.empty());

    public Addresses {
        if (admin.filter(address -> !address.isLoopback()).isPresent()) {
            throw new IllegalArgumentException(
                    "the admin API reads files and trusts everybody who reaches it; give it a loopback address");
        }
    }

    public Addresses withAdmin(Address address) {
        return new Addresses(wire, hostPlugin, blob, imds, Optional.of(address));
    }
}
