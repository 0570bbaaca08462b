using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace ServiceDirectory.Tests.Http;

/// <summary>Bytes as nobody's library would send them.</summary>
internal static class RawConnection
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends what is given, one byte a letter, and reads until the other side ends the connection.</summary>
    /// <param name="port">On this machine.</param>
    /// <param name="bytes">Should ask for the end of the connection.</param>
    /// <param name="tlsName">Talks TLS to a server of this name; null: plainly.</param>
    /// <param name="endsThere">Says after it that nothing more comes, as somebody does who goes away in the middle.</param>
    public static async Task<RawAnswer> SendAsync(int port, string bytes, string? tlsName = null, bool endsThere = false)
    {
        using var stop = new CancellationTokenSource(Patience);
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, port, stop.Token);
        Stream stream = connection.GetStream();
        if (tlsName is not null)
        {
#pragma warning disable CA5359 // The certificate was made for this test a moment ago.
            var tls = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = tlsName }, stop.Token);
            stream = tls;
        }

        await using (stream)
        {
            using var received = new MemoryStream();
            try
            {
                await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes), stop.Token);
                if (endsThere)
                    connection.Client.Shutdown(SocketShutdown.Send);
                await stream.CopyToAsync(received, stop.Token);
            }
            catch (IOException)
            {
                // Refused in the middle of what was sent; what came before that counts.
            }

            return new RawAnswer(Encoding.Latin1.GetString(received.ToArray()));
        }
    }
}

/// <param name="Text">All that came back; empty: the connection was ended without a word.</param>
internal sealed record RawAnswer(string Text)
{
    /// <summary>0 when nothing came back.</summary>
    public int Status => Text.Length == 0 ? 0 : int.Parse(Text.AsSpan("HTTP/1.1 ".Length, 3), System.Globalization.CultureInfo.InvariantCulture);

    public string Head => Text.Split("\r\n\r\n")[0];

    public string Body => Text.Contains("\r\n\r\n", StringComparison.Ordinal) ? Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..] : "";

    /// <summary>How many answers came back: more than one means that one request was read as two.</summary>
    public int Count => Text.Split("HTTP/1.1 ").Length - 1;

    public string[] Header(string name) => [.. Head.Split("\r\n").Skip(1)
        .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim())];
}
