using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// The framework makes a key at start, for cookies and tokens, and would write it into the home folder in clear. Nothing uses
/// it: it stays in memory and ends with the program.
/// </summary>
public sealed class KeysInMemory : IXmlRepository
{
    private readonly List<XElement> _keys = [];

    public static void Add(IServiceCollection services) =>
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = new KeysInMemory());

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_keys)
            return [.. _keys.Select(key => new XElement(key))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_keys)
            _keys.Add(new XElement(element));
    }
}
