package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Auth;
import dev.stampede.HttpResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import jcifs.ntlmssp.Type1Message;
import jcifs.ntlmssp.Type3Message;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that checks NTLMv2 on its own, connection by connection. */
class NtlmTest {
    private static final byte[] SERVER_CHALLENGE = {1, 2, 3, 4, 5, 6, 7, 8};

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final NtlmServer ntlm = new NtlmServer();
    private VirtualUser vu;
    private String address;

    @BeforeEach
    void begin() {
        vu = new VirtualUser();
        address = "127.0.0.1:" + server.getPort() + "/";
        server.setDispatcher(ntlm);
    }

    @AfterEach
    void end() {
        vu.close();
    }

    private static final class NtlmServer extends Dispatcher {
        private final Set<Integer> asked = ConcurrentHashMap.newKeySet();
        private final Set<Integer> known = ConcurrentHashMap.newKeySet();
        private String scheme = "NTLM";

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            int connection = request.getConnectionIndex();
            if (known.contains(connection)) {
                return new MockResponse.Builder().body("welcome back").build();
            }
            String authorization = request.getHeaders().get("Authorization");
            if (authorization == null) {
                return unauthorized(scheme);
            }
            byte[] message = Base64.getDecoder().decode(authorization.substring(scheme.length() + 1));
            try {
                if (message[8] == 1) {
                    assertThat(new Type1Message(message).getFlags()).isNotZero();
                    asked.add(connection);
                    return unauthorized(scheme + " " + Base64.getEncoder().encodeToString(challenge()));
                }
                if (asked.contains(connection) && isRight(new Type3Message(message))) {
                    known.add(connection);
                    return new MockResponse.Builder().body("welcome").build();
                }
            } catch (IOException | GeneralSecurityException e) {
                return new MockResponse.Builder()
                        .code(500)
                        .body(String.valueOf(e))
                        .build();
            }
            return unauthorized(scheme);
        }

        private static MockResponse unauthorized(String header) {
            return new MockResponse.Builder()
                    .code(401)
                    .addHeader("WWW-Authenticate", header)
                    .body("who?")
                    .build();
        }

        /** A type 2 message for the domain SHOP, as MS-NLMP 2.2.1.2 lays it out. */
        private static byte[] challenge() {
            byte[] target = "SHOP".getBytes(StandardCharsets.UTF_16LE);
            byte[] info = ByteBuffer.allocate(4 + target.length + 4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort((short) 2)
                    .putShort((short) target.length)
                    .put(target)
                    .putInt(0)
                    .array();
            // unicode, request target, NTLM, target is a domain, extended session security, target info
            int flags = 0x1 | 0x4 | 0x200 | 0x10000 | 0x80000 | 0x800000;
            return ByteBuffer.allocate(48 + target.length + info.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII))
                    .putInt(2)
                    .putShort((short) target.length)
                    .putShort((short) target.length)
                    .putInt(48)
                    .putInt(flags)
                    .put(SERVER_CHALLENGE)
                    .putLong(0)
                    .putShort((short) info.length)
                    .putShort((short) info.length)
                    .putInt(48 + target.length)
                    .put(target)
                    .put(info)
                    .array();
        }

        private static boolean isRight(Type3Message message) throws GeneralSecurityException {
            String user = message.getUser();
            byte[] response = message.getNTResponse();
            byte[] proof = Arrays.copyOf(response, 16);
            byte[] blob = Arrays.copyOfRange(response, 16, response.length);
            byte[] owner = (user.toUpperCase(Locale.ROOT) + message.getDomain()).getBytes(StandardCharsets.UTF_16LE);
            byte[] key = hmac(md4("secret".getBytes(StandardCharsets.UTF_16LE)), owner);
            byte[] signed = ByteBuffer.allocate(8 + blob.length)
                    .put(SERVER_CHALLENGE)
                    .put(blob)
                    .array();
            return user.equals("ann") && "SHOP".equals(message.getDomain()) && Arrays.equals(proof, hmac(key, signed));
        }

        private static byte[] md4(byte[] bytes) {
            MD4Digest digest = new MD4Digest();
            digest.update(bytes, 0, bytes.length);
            byte[] hash = new byte[16];
            digest.doFinal(hash, 0);
            return hash;
        }

        private static byte[] hmac(byte[] key, byte[] bytes) throws GeneralSecurityException {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(key, "HmacMD5"));
            return mac.doFinal(bytes);
        }
    }

    private HttpResponse call(String credentials) {
        return vu.http()
                .request("POST", "http://" + credentials + address)
                .body("order")
                .auth(Auth.NTLM)
                .send();
    }

    private List<@Nullable String> schemes() throws InterruptedException {
        @Nullable String[] found = new @Nullable String[server.getRequestCount()];
        for (int i = 0; i < found.length; i++) {
            String header = server.takeRequest().getHeaders().get("Authorization");
            found[i] = header == null ? null : header.substring(0, header.indexOf(' '));
        }
        return Arrays.asList(found);
    }

    @Test
    void dance_takesThreeRoundTripsOnOneConnection() throws Exception {
        HttpResponse response = call("SHOP%5Cann:secret@");
        assertThat(response.body()).isEqualTo("welcome");
        assertThat(schemes()).containsExactly(null, "NTLM", "NTLM");
        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.sum("http_reqs")).isEqualTo(3);
        // as in k6, the challenge itself counts as failed: only the very first 401 is expected
        assertThat(recorded.sum("http_req_failed")).isEqualTo(1);
        assertThat(recorded.requests())
                .allSatisfy(tags -> assertThat(tags).containsEntry("url", "http://****:****@" + address));
        assertThat(response.url()).isEqualTo("http://SHOP%5Cann:secret@" + address);
    }

    @Test
    void connectionThatIsKnown_isAskedNoMore() {
        call("SHOP%5Cann:secret@");
        vu.recorded();
        assertThat(call("SHOP%5Cann:secret@").body()).isEqualTo("welcome back");
        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.sum("http_reqs")).isEqualTo(1);
        assertThat(recorded.sum("http_req_failed")).isZero();
    }

    @Test
    void domain_isTheServersUnlessGiven() {
        assertThat(call("ann:secret@").body()).isEqualTo("welcome");
    }

    @Test
    void wrongPassword_isUnauthorizedInTheEnd() {
        HttpResponse response = call("ann:wrong@");
        assertThat(response.status()).isEqualTo(401);
        assertThat(vu.recorded().sum("http_req_failed")).isEqualTo(2);
    }

    @Test
    void negotiate_isAnsweredInItsName() throws Exception {
        ntlm.scheme = "Negotiate";
        assertThat(call("ann:secret@").status()).isEqualTo(200);
        assertThat(schemes()).containsExactly(null, "Negotiate", "Negotiate");
    }

    @Test
    void headerForBasic_holdsTheCredentialsToo() throws Exception {
        HttpResponse response = vu.http()
                .request("GET", "http://" + address)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString("ann:secret".getBytes(StandardCharsets.UTF_8)))
                .auth(Auth.NTLM)
                .send();
        assertThat(response.body()).isEqualTo("welcome");
        assertThat(schemes()).containsExactly(null, "NTLM", "NTLM");
    }

    @Test
    void serverThatKnowsOnlyBasic_getsThat() throws Exception {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return request.getHeaders().get("Authorization") == null
                        ? NtlmServer.unauthorized("Basic realm=\"shop\"")
                        : new MockResponse.Builder().build();
            }
        });
        assertThat(call("ann:secret@").status()).isEqualTo(200);
        assertThat(schemes()).containsExactly(null, "Basic");
    }

    @Test
    void callWithoutCredentials_isAnOrdinaryOne() throws Exception {
        assertThat(call("").status()).isEqualTo(401);
        assertThat(schemes()).containsExactly((String) null);
    }
}
