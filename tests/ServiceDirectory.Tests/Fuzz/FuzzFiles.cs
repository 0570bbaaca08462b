using System.IO.Compression;
using System.Text;
using ServiceDirectory.Tests.Hsds.Import;
using ServiceDirectory.Tests.Import;

namespace ServiceDirectory.Tests.Fuzz;

/// <summary>Lists that can be brought in, of each kind, and what becomes of them when somebody breaks or bends them. One letter a byte.</summary>
internal static class FuzzFiles
{
    private static readonly string s_csv = HostileText.Letters(
        "Name,Town,Phone,Website,Hours,Notes\nMill Clinic,Leeds,0113 496 0123,https://mill.example/,Mon-Fri 9:00-17:00,Free\nLane House,Skipton,0113 496 0124,,,\"Ring, then \"\"wait\"\"\"\n");

    private static readonly string s_json = HostileText.Letters(
        """
        [{"id":"1","name":"Ferry","status":"active","description":"A clinic","organization":{"name":"Leeds Trust","legal_status":"Public body"},"phones":[{"number":"0113 496 1001","extension":"3"}],
        "schedules":[{"freq":"WEEKLY","byday":"MO,TU","opens_at":"09:00","closes_at":"17:00","valid_from":"2026-01-01","dtstart":"2026-01-01","interval":1}],"languages":[{"code":"en"}],"minimum_age":16,
        "attributes":[{"taxonomy_term":{"name":"HIV screening","taxonomy":"Local"}}],"service_at_locations":[{"location":{"location_type":"physical","latitude":53.8,"longitude":-1.5,"addresses":[{"address_1":"12 Ferry Way","city":"Leeds","country":"GB"}]}}]}]
        """);

    private static readonly (string Name, string Text)[] s_tables =
    [
        (FeedOf.Services, "id,organization_id,name,status,url,email\ns1,o1,Mill Clinic,active,https://mill.example/,info@mill.example\n"),
        ("organizations.csv", "id,name,description,parent_organization_id\no1,Mill Trust,A trust,\n"),
        ("phones.csv", "id,service_id,number\np1,s1,0113 496 1001\n"),
        ("schedules.csv", "id,service_id,freq,byday,opens_at,closes_at,dtstart\nh1,s1,WEEKLY,\"MO,TU\",09:00,17:00,2026-01-01\n"),
    ];

    private static readonly string s_rows =
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Name</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Phone</t></is></c></row>"
        + "<row r=\"3\"><c r=\"A3\" t=\"str\"><f>1+1</f><v>Mill Clinic</v></c><c r=\"B3\"><v>441134960000</v></c></row><row r=\"4\"><c r=\"A4\" t=\"d\"><v>2026-11-24</v></c><c r=\"B4\" t=\"b\"><v>1</v></c></row>";

    /// <summary>One that is good, or was, or never will be.</summary>
    public static string Any(HostileText text) => text.Next(14) switch
    {
        0 => s_csv,
        1 or 2 => text.Changed(s_csv),
        3 => s_json,
        4 or 5 => text.Changed(s_json),
        6 => Deep(text),
        // The bytes of a package, and what is in it while the package is whole.
        7 => text.Changed(Letters(FeedOf.Zip([.. s_tables]))),
        8 or 9 => Letters(FeedOf.Zip([.. s_tables.Select(table => (text.IsOneOf(12) ? Path(text) : table.Name, text.IsOneOf(2) ? ToText(text.Changed(HostileText.Letters(table.Text))) : table.Text))])),
        10 => text.Changed(Letters(Workbook.Zip([.. Workbook.Parts(Workbook.Sheet(s_rows))]))),
        11 => Letters(Workbook.Zip([.. Workbook.Parts(Workbook.Sheet(ToText(text.Changed(HostileText.Letters(s_rows)))))])),
        12 => Bomb(text),
        _ => text.Any(["PK\u0003\u0004", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "[", "{\"services\":[", "%PDF-", "\xEF\xBB\xBF", "\xFF\xFE", "Name,Town\n", "id,name\n"]) + text.Bytes(text.Next(200)),
    };

    private static string Path(HostileText text) => text.Any(["../services.csv", "/services.csv", "services.csv/x.csv", "a\\b.csv", "SERVICES.CSV", "con.csv", "x\0.csv", "services.json", "datapackage.json"]);

    /// <summary>Brackets in brackets, and numbers and names without end.</summary>
    private static string Deep(HostileText text)
    {
        int many = text.Any([63, 64, 65, 1_000, 20_000]);
        return text.Next(4) switch
        {
            0 => new string('[', many),
            1 => string.Concat(Enumerable.Repeat("{\"a\":", many)),
            2 => $"[{{\"id\":\"1\",\"name\":{string.Concat(Enumerable.Repeat("[", many))}{string.Concat(Enumerable.Repeat("]", many))}}}]",
            _ => $"[{{\"id\":\"1\",\"name\":\"{HostileText.Marker}\",\"minimum_age\":{new string('9', many)},\"latitude\":1e{new string('9', 9)}}}]",
        };
    }

    /// <summary>A few thousand bytes in which a few million are.</summary>
    private static string Bomb(HostileText text)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = archive.CreateEntry(text.Any([FeedOf.Services, "xl/worksheets/sheet1.xml", "x"]), CompressionLevel.SmallestSize).Open();
            part.Write(new byte[text.Any([1_000, 1_000_000, 10_000_000])]);
        }

        byte[] file = bytes.ToArray();
        // What an entry says of its own size.
        if (text.IsOneOf(2) && file.AsSpan().IndexOf("PK\u0001\u0002"u8) is >= 0 and var entry)
            BitConverter.GetBytes(100).CopyTo(file, entry + 24);
        return Letters(file);
    }

    private static string Letters(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static string ToText(string letters) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(letters));
}
