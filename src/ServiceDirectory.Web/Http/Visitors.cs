using System.Net;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;

namespace ServiceDirectory.Web.Http;

/// <summary>Under which keys a visitor is counted.</summary>
public sealed class Visitors(IOptions<DirectoryOptions> options, VisitorKeys keys)
{
    private readonly IReadOnlyList<IPNetwork> _proxies = ProxyNetworks.Read(options.Value.ProxyNetworks)!;

    /// <summary>The proxy's own address says nothing about who asks; counting by it would let one visitor shut out all.</summary>
    public IReadOnlyList<VisitorKey> Of(IPAddress? address) => address is null || ProxyNetworks.Contain(_proxies, address) ? [] : keys.For(address);
}
