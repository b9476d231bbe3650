package dev.stampede.http;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Properties;
import jcifs.CIFSContext;
import jcifs.CIFSException;
import jcifs.config.PropertyConfiguration;
import jcifs.context.BaseContext;
import jcifs.ntlmssp.NtlmFlags;
import jcifs.ntlmssp.Type1Message;
import jcifs.ntlmssp.Type2Message;
import jcifs.ntlmssp.Type3Message;

/** The messages of NTLM (NTLMv2) by jcifs-ng; not to be loaded without it. Thread-safe. */
final class NtlmMessages {
    private static final CIFSContext CONTEXT = context();
    private static final int FLAGS = NtlmFlags.NTLMSSP_NEGOTIATE_UNICODE
            | NtlmFlags.NTLMSSP_REQUEST_TARGET
            | NtlmFlags.NTLMSSP_NEGOTIATE_NTLM
            | NtlmFlags.NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY
            | NtlmFlags.NTLMSSP_NEGOTIATE_128
            | NtlmFlags.NTLMSSP_NEGOTIATE_56;

    private NtlmMessages() {}

    private static CIFSContext context() {
        try {
            return new BaseContext(new PropertyConfiguration(new Properties()));
        } catch (CIFSException e) {
            throw new IllegalStateException("jcifs cannot be set up", e);
        }
    }

    /** @param user may begin with a domain and a backslash */
    static byte[] negotiate(String user) {
        String domain = domain(user);
        return new Type1Message(CONTEXT, FLAGS, domain.isEmpty() ? null : domain, null).toByteArray();
    }

    /**
     * Answers a challenge.
     *
     * @param challenge the server's message in Base64
     * @throws IOException if it is no such message
     */
    static byte[] authenticate(String challenge, String user, String password) throws IOException {
        try {
            Type2Message asked = new Type2Message(Base64.getDecoder().decode(challenge));
            String given = domain(user);
            String target = asked.getTarget();
            String domain = !given.isEmpty() || user.indexOf('@') >= 0 || target == null ? given : target;
            String name = user.substring(user.indexOf('\\') + 1);
            int flags = FLAGS & asked.getFlags();
            return new Type3Message(CONTEXT, asked, null, password, domain, name, null, flags).toByteArray();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the server's NTLM challenge cannot be answered: " + e.getMessage(), e);
        }
    }

    private static String domain(String user) {
        return user.substring(0, Math.max(0, user.indexOf('\\')));
    }
}
