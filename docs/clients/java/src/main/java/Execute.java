// Calls an executor with grpc-java: a result, a script's error, a refusal, and a program.
//
// In an empty directory, with CHECKOUT for the executor's repository, Java 17 or later and Maven:
//
// $ cp -r "$CHECKOUT"/docs/clients/java/* "$CHECKOUT"/deploy/service-config.json . && install -D -t proto "$CHECKOUT"/protos/executor/v1/executor.proto
// $ mvn --quiet --batch-mode compile
// $ mvn --quiet --batch-mode exec:java -Dexec.args=127.0.0.1:50051

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import executor.v1.ExecuteRequest;
import executor.v1.ExecuteResponse;
import executor.v1.PrepareProgramRequest;
import executor.v1.PrepareProgramResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;

public final class Execute {
    private static final Metadata.Key<String> CALLER = Metadata.Key.of("x-caller", Metadata.ASCII_STRING_MARSHALLER);

    private static final MethodDescriptor<ExecuteRequest, ExecuteResponse> EXECUTE =
        method("Execute", ExecuteRequest.getDefaultInstance(), ExecuteResponse.getDefaultInstance());
    private static final MethodDescriptor<PrepareProgramRequest, PrepareProgramResponse> PREPARE_PROGRAM =
        method("PrepareProgram", PrepareProgramRequest.getDefaultInstance(), PrepareProgramResponse.getDefaultInstance());

    // What protoc-gen-grpc-java would generate, a program for each platform; two methods are not worth it.
    private static <I extends Message, O extends Message> MethodDescriptor<I, O> method(String name, I request, O response) {
        return MethodDescriptor.<I, O>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("executor.v1.ExecutorService/" + name)
            .setRequestMarshaller(ProtoUtils.marshaller(request))
            .setResponseMarshaller(ProtoUtils.marshaller(response))
            .build();
    }

    private static String call(Channel executor, String code, Object value) {
        return send(executor, ExecuteRequest.newBuilder().setCode(code), value);
    }

    // As call, for code that is called often: its hash is enough.
    private static String callProgram(Channel executor, String code, Object value) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
        String program = HexFormat.of().formatHex(hash);
        String told = send(executor, ExecuteRequest.newBuilder().setProgram(program), value);
        if (!told.equals("refused: FAILED_PRECONDITION")) {
            return told;
        }
        // The server has no such program (any more). It compiles it for the calls to come; this one goes with its code.
        PrepareProgramRequest request = PrepareProgramRequest.newBuilder().setCode(code).build();
        ClientCalls.blockingUnaryCall(executor, PREPARE_PROGRAM, soon(), request);
        return call(executor, code, value);
    }

    // Longer than the script's own limit: it may have to wait for an isolate.
    private static CallOptions soon() {
        return CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    private static String send(Channel executor, ExecuteRequest.Builder what, Object value) {
        ExecuteRequest request = what
            .setInputJson(new Gson().toJson(value))
            .setTimeout(Duration.newBuilder().setSeconds(2))
            .build();
        try {
            ExecuteResponse response = ClientCalls.blockingUnaryCall(executor, EXECUTE, soon(), request);
            if (response.hasError()) {
                // It ran, and failed.
                return "failed: " + response.getError().getKind() + ": " + response.getError().getMessage();
            }
            return "result: " + response.getResultJson();
        } catch (StatusRuntimeException error) {
            // The service could not run it.
            return "refused: " + error.getStatus().getCode();
        }
    }

    public static void main(String[] arguments) throws Exception {
        // round_robin, health checking and the retry policy.
        Map<String, Object> config = new Gson().fromJson(
            Files.readString(Path.of("service-config.json")), new TypeToken<Map<String, Object>>() {}.getType());
        // With TLS: TlsChannelCredentials.create().
        ManagedChannel channel = Grpc.newChannelBuilder(arguments[0], InsecureChannelCredentials.create())
            .defaultServiceConfig(config)
            .build();
        try {
            // Whose share of the server the calls take, where no token says that.
            Metadata metadata = new Metadata();
            metadata.put(CALLER, "example");
            Channel executor = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
            System.out.println(call(executor, "return input.a + input.b", Map.of("a", 1, "b", 2)));
            System.out.println(call(executor, "throw new Error('no')", null));
            System.out.println(call(executor, "", null));
            System.out.println(callProgram(executor, "return input.a * input.b // Java", Map.of("a", 1, "b", 2)));
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }
}
