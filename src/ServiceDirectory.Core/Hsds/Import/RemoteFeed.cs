using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>How long and how much is read from elsewhere.</summary>
public sealed record RemoteLimits
{
    public int Pages { get; init; } = 1_000;

    public int Redirects { get; init; } = 5;

    /// <summary>Of all pages, as they come out.</summary>
    public long Bytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Of one page.</summary>
    public int PageBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>For one answer, from the question to its last byte.</summary>
    public TimeSpan Page { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan All { get; init; } = TimeSpan.FromMinutes(60);
}

/// <summary>
/// Reads the list of another directory from its address, page by page. Only whoever runs the directory asks for one, on the command line: no
/// visitor and no member makes the program connect anywhere. It goes to the host that was typed and to no other, over https, and never into
/// a private network, whatever a name or a redirect says.
/// </summary>
public sealed class RemoteFeed : IDisposable
{
    private static readonly string[] s_inside = ["phones", "service_at_locations", "schedules", "regular_schedules"];

    private readonly FeedLimits _limits;
    private readonly RemoteLimits _remote;
    private readonly bool _allowsLoopback;
    private readonly HttpClient _client;
    private long _left;

    /// <param name="limits">Of what is read.</param>
    /// <param name="remote">Of the reading.</param>
    /// <param name="allowsLoopback">For tests: this machine itself, without https.</param>
    /// <param name="resolve">Finds the addresses of a name; null: as the system does.</param>
    public RemoteFeed(FeedLimits limits, RemoteLimits remote, bool allowsLoopback, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        ArgumentNullException.ThrowIfNull(remote);
        (_limits, _remote, _allowsLoopback, _left) = (limits, remote, allowsLoopback, remote.Bytes);
        resolve ??= Dns.GetHostAddressesAsync;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            // What comes is counted as it comes out, so it is unpacked here.
            AutomaticDecompression = DecompressionMethods.None,
            // A proxy would look the name up once more, and elsewhere.
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(20),
            MaxResponseHeadersLength = 64,
            ConnectCallback = async (context, stop) => await ConnectAsync(await resolve(context.DnsEndPoint.Host, stop), context.DnsEndPoint, stop),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.Add("Accept", "application/json");
        _client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
    }

    /// <summary>Reads all pages.</summary>
    /// <param name="address">Of the list, or of the whole.</param>
    /// <param name="progress">Told after each page.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="SettingException">It cannot be read from there; nothing of it is kept.</exception>
    /// <exception cref="FeedException">What came cannot be read.</exception>
    public async Task<Feed> ReadAsync(Uri address, IProgress<FeedProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(_remote.All);
        try
        {
            return await ReadPagesAsync(address, progress, end.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SettingException($"{address}: It takes too long. Nothing was read.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or InvalidDataException)
        {
            // What refused a connection stands inside of what the library says of it.
            for (Exception? why = e; why is not null; why = why.InnerException)
            {
                if (why is SettingException said)
                    throw new SettingException($"{address}: It cannot be read. {said.Message}", e);
            }

            throw new SettingException($"{address}: It cannot be read. {e.Message}", e);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<Feed> ReadPagesAsync(Uri address, IProgress<FeedProgress>? progress, CancellationToken stop)
    {
        var feed = new Feed(_limits);
        byte[] first = await GetAsync(PageOf(address, 1), stop);
        if (IsRoot(first))
        {
            address = new UriBuilder(address) { Path = address.AbsolutePath.TrimEnd('/') + "/services", Query = "" }.Uri;
            first = await GetAsync(PageOf(address, 1), stop);
        }

        if (PackageFeed.Is(first))
            return await Feed.ReadAsync(first, _limits, progress, stop);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        long? said = null;
        byte[] bytes = first;
        for (int number = 1; ; number++)
        {
            var reader = new JsonFeed(feed, string.Create(CultureInfo.InvariantCulture, $"page {number}"));
            if (bytes.Length == 0 || !JsonFeed.Is(bytes))
                throw new SettingException($"{address}: Page {number} is no JSON.");
            await reader.ReadAsync(bytes, null, stop);
            if (reader.Page is not { } page)
            {
                // It was the whole list, and no page of it.
                if (number == 1)
                    break;
                throw new SettingException($"{address}: Page {number} is no page of a list.");
            }

            await CompleteAsync(feed, address, reader.Read, stop);
            progress?.Report(new FeedProgress(number, Math.Max(page.Pages ?? 0, number)));
            if (said is not null && page.Items is not null && page.Items != said)
                feed.Report.Add(new FeedProblem($"page {number}", 0, "total_items", FeedFault.WrongCount, $"{said} ≠ {page.Items}", IsRow: false));
            said = page.Items ?? said;
            if (page.Here == 0 || page.IsLast == true || number >= page.Pages)
                break;
            if (!seen.Add(NameOf(reader.Read)))
                throw new SettingException($"{address}: Page {number} says the same as one before. The list has no end; nothing was kept.");
            if (number >= _remote.Pages)
                throw new SettingException($"{address}: More than {_remote.Pages} pages. Nothing was kept.");
            bytes = await GetAsync(PageOf(address, number + 1), stop);
        }

        feed.Finish();
        return feed;
    }

    /// <summary>
    /// Some servers list services without what is in them, whatever they are asked: each is asked for then. One without number, place or hours may
    /// truly have none, and costs a question more.
    /// </summary>
    private async Task CompleteAsync(Feed feed, Uri address, List<FeedItem> items, CancellationToken stop)
    {
        foreach (var item in items.Where(item => !s_inside.Any(item.Children.ContainsKey)))
        {
            var (whole, fault) = await WholeAsync(address, item, stop);
            if (whole is null)
                feed.Report.LeaveOut(item, fault is FeedFault.OtherId ? "id" : "", fault, item.Id);
            else
                feed.Replace(item, whole.Services[0], whole);
        }
    }

    private async Task<(Feed? Whole, FeedFault Fault)> WholeAsync(Uri address, FeedItem item, CancellationToken stop)
    {
        if (item.Id.Length is 0 or > 200)
            return (null, FeedFault.NotWhole);
        var one = new UriBuilder(address) { Path = $"{address.AbsolutePath.TrimEnd('/')}/{Uri.EscapeDataString(item.Id)}", Query = "" }.Uri;
        var alone = new Feed(_limits);
        try
        {
            var (status, bytes) = await AskAsync(one, stop);
            if (status != HttpStatusCode.OK || !JsonFeed.Is(bytes))
                return (null, FeedFault.NotWhole);
            await new JsonFeed(alone, item.File).ReadAsync(bytes, null, stop);
        }
        catch (FeedException)
        {
            return (null, FeedFault.NotWhole);
        }

        return alone.Services is not [var whole] ? (null, FeedFault.NotWhole) : whole.Id == item.Id ? (alone, default) : (null, FeedFault.OtherId);
    }

    private async Task<byte[]> GetAsync(Uri address, CancellationToken cancellation)
    {
        var (status, bytes) = await AskAsync(address, cancellation);
        return status == HttpStatusCode.OK ? bytes : throw new SettingException(string.Create(CultureInfo.InvariantCulture, $"{address}: It answers {(int)status}."));
    }

    private async Task<(HttpStatusCode Status, byte[] Bytes)> AskAsync(Uri address, CancellationToken cancellation)
    {
        string host = address.Authority;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(_remote.Page);
        for (int turn = 0; turn <= _remote.Redirects; turn++)
        {
            Require(address);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
            if ((int)answer.StatusCode is 301 or 302 or 303 or 307 or 308)
            {
                address = answer.Headers.Location is { } to ? new Uri(address, to) : throw new SettingException($"{address}: It leads on to nowhere.");
                if (!address.Authority.Equals(host, StringComparison.OrdinalIgnoreCase))
                    throw new SettingException($"{host}: It leads on to {FeedText.Shown(address.Authority)}. Type that address, if it is meant.");
                continue;
            }

            return (answer.StatusCode, answer.StatusCode == HttpStatusCode.OK ? await BytesAsync(address, answer, end.Token) : []);
        }

        throw new SettingException($"{host}: It leads on and on.");
    }

    private async Task<byte[]> BytesAsync(Uri address, HttpResponseMessage answer, CancellationToken stop)
    {
        await using var raw = await answer.Content.ReadAsStreamAsync(stop);
        string[] packed = [.. answer.Content.Headers.ContentEncoding];
        if (packed is not ([] or ["identity"] or ["gzip"]))
            throw new SettingException($"{address}: It is packed in a way that was not asked for.");
        await using Stream stream = packed is ["gzip"] ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[81_920];
        long most = Math.Min(_left, _remote.PageBytes);
        for (int read; (read = await stream.ReadAsync(buffer, stop)) > 0;)
        {
            if (bytes.Length + read > most)
                throw new SettingException($"{address}: It is too large. Nothing was kept.");
            bytes.Write(buffer, 0, read);
        }

        _left -= bytes.Length;
        return bytes.ToArray();
    }

    private void Require(Uri address)
    {
        bool isLoopback = _allowsLoopback && address.IsLoopback;
        if (!(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && isLoopback)) || address.UserInfo.Length > 0)
            throw new SettingException($"{FeedText.Shown($"{address.Scheme}://{address.Host}")}: A list is read over https only, and without a name or password in its address.");
    }

    private async ValueTask<Stream> ConnectAsync(IPAddress[] addresses, DnsEndPoint to, CancellationToken stop)
    {
        if (addresses.Length == 0 || !addresses.All(address => IsPublic(address) || (_allowsLoopback && IPAddress.IsLoopback(address))))
            throw new HttpRequestException(null, new SettingException($"{to.Host} is in a private network."));
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // To the addresses that were looked at, and not to the name again: it could mean another one by now.
            await socket.ConnectAsync(addresses, to.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Somewhere on the internet that anybody can reach: no machine of this one's own network, and nothing that is set apart.</summary>
    internal static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        byte[] b = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !(b[0] is 0 or 10 or 127 or >= 224 || (b[0] == 100 && b[1] is >= 64 and <= 127) || (b[0] == 169 && b[1] == 254) || (b[0] == 172 && b[1] is >= 16 and <= 31)
                || (b[0] == 192 && (b[1] == 168 || (b[1] == 0 && b[2] is 0 or 2) || (b[1] == 88 && b[2] == 99)))
                || (b[0] == 198 && (b[1] is 18 or 19 || (b[1] == 51 && b[2] == 100))) || (b[0] == 203 && b[1] == 0 && b[2] == 113));
        }

        // What is given out at all; of that, not examples, and nothing in which an address of the older kind is hidden.
        return (b[0] & 0xE0) == 0x20 && !(b[0] == 0x20 && b[1] == 0x01 && ((b[2] == 0x0D && b[3] == 0xB8) || (b[2] == 0 && b[3] == 0))) && !(b[0] == 0x20 && b[1] == 0x02);
    }

    /// <summary>The address of one page, with everything in them.</summary>
    private static Uri PageOf(Uri address, int page)
    {
        var query = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(part => !part.StartsWith("page=", StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (string wanted in new[] { "full=true", "per_page=100" })
        {
            if (!query.Exists(part => part.StartsWith(wanted.Split('=')[0] + "=", StringComparison.OrdinalIgnoreCase)))
                query.Add(wanted);
        }

        query.Add(string.Create(CultureInfo.InvariantCulture, $"page={page}"));
        return new UriBuilder(address) { Query = string.Join('&', query), Fragment = "" }.Uri;
    }

    /// <summary>The description of an API, and no list.</summary>
    private static bool IsRoot(byte[] bytes)
    {
        try
        {
            if (bytes.Length > 100_000)
                return false;
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = FeedLimits.Depth });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("version", out _)
                && (document.RootElement.TryGetProperty("openapi_url", out _) || document.RootElement.TryGetProperty("profile", out _));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string NameOf(List<FeedItem> items) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', items.Select(item => item.Id.Length > 0 ? item.Id : item.Get("name"))))));
}
