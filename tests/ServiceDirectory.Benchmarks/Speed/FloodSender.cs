using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServiceDirectory.Benchmarks.Speed;

/// <summary>
/// Sends the same request at its own pace from one address, as a client does that keeps its connections: an idle one is used again, and where there is none
/// another is opened. It reads no more of an answer than its status and where it ends. Whoever floods has computers of their own; this one has to share the
/// processors with what it floods, and must not be what readers wait for.
/// </summary>
internal sealed class FloodSender(Uri address, string path, IPAddress from) : IDisposable
{
    private const int MostConnections = 64;

    private const int StatusAt = 9;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>The last of an answer that comes in pieces, as all of these do.</summary>
    private static readonly byte[] s_end = "\r\n0\r\n\r\n"u8.ToArray();

    private readonly byte[] _request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n");
    private readonly SemaphoreSlim _room = new(MostConnections);
    private readonly ConcurrentStack<Socket> _idle = [];

    /// <summary>So many a second from all of them in turns, whether or not they are answered.</summary>
    /// <returns>The statuses; 0 for a connection that was lost.</returns>
    public static async Task<IReadOnlyList<int>> SendAsync(IReadOnlyList<FloodSender> senders, int requests, TimeSpan time)
    {
        var asked = new Task<int>[requests];
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < requests; i++)
        {
            // In whole milliseconds, which is what the timer has.
            if ((time * ((double)i / requests)) - clock.Elapsed is { Ticks: > 0 } early)
                await Task.Delay((int)Math.Ceiling(early.TotalMilliseconds));
            asked[i] = senders[i % senders.Count].AskAsync();
        }

        return await Task.WhenAll(asked);
    }

    public void Dispose()
    {
        foreach (var socket in _idle)
            socket.Dispose();
        _room.Dispose();
    }

    private async Task<int> AskAsync()
    {
        await _room.WaitAsync();
        Socket? socket = null;
        try
        {
            using var late = new CancellationTokenSource(s_longest);
            if (!_idle.TryPop(out socket))
                socket = await ConnectAsync(late.Token);
            await socket.SendAsync(_request, late.Token);
            int status = await ReadAsync(socket, late.Token);
            _idle.Push(socket);
            return status;
        }
        catch (Exception lost) when (lost is SocketException or OperationCanceledException or IOException)
        {
            socket?.Dispose();
            return 0;
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(IPAddress.Loopback, address.Port, cancellation);
        return socket;
    }

    private static async Task<int> ReadAsync(Socket socket, CancellationToken cancellation)
    {
        byte[] bytes = new byte[16 * 1024];
        int status = 0;
        // The end may come in two pieces: what was read last is kept before what is read next.
        int kept = 0;
        while (true)
        {
            int read = await socket.ReceiveAsync(bytes.AsMemory(kept), cancellation);
            if (read == 0)
                throw new IOException("The answer did not end.");
            int filled = kept + read;
            if (status == 0 && filled >= StatusAt + 3)
                status = int.Parse(bytes.AsSpan(StatusAt, 3), CultureInfo.InvariantCulture);
            if (bytes.AsSpan(0, filled).EndsWith(s_end))
                return status;
            kept = status == 0 ? filled : Math.Min(filled, s_end.Length);
            bytes.AsSpan(filled - kept, kept).CopyTo(bytes);
        }
    }
}
