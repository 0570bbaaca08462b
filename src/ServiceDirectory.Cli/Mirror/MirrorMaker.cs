using System.Text;
using System.Text.RegularExpressions;
using NodaTime.Text;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Mirror;

namespace ServiceDirectory.Cli.Mirror;

/// <summary>Follows the links of the site from its first page, and writes each page that a mirror has into its folder.</summary>
internal sealed partial class MirrorMaker(MirrorSite site, MirrorFolder folder)
{
    /// <summary>More pages than that are a mistake, or a directory that should rather be asked where it is.</summary>
    public const int MostPages = 200_000;

    /// <param name="dates">Of the mirror.</param>
    /// <param name="progress">Pages written, and pages known.</param>
    /// <param name="cancellation">Between two pages.</param>
    /// <exception cref="SettingException">The site cannot write a page, or has too many.</exception>
    public async Task MakeAsync(MirrorDates dates, IProgress<(int Done, int Known)> progress, CancellationToken cancellation)
    {
        var exit = await site.ExitAsync(cancellation);
        string[] languages = [.. LanguageLink().Matches(await site.PageAsync("/en/", cancellation) ?? "").Select(link => link.Groups[1].Value).Prepend("en").Distinct()];
        var page = new MirrorPage(languages, exit);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>();
        foreach (string language in languages)
        {
            Add($"/{language}/");
            Add(language == languages[0] ? "/mirror" : $"/{language}/mirror");
        }

        var needed = new HashSet<string>(StringComparer.Ordinal) { MirrorPage.OwnScript };
        int done = 0;
        while (next.TryDequeue(out string? address))
        {
            cancellation.ThrowIfCancellationRequested();
            string name = MirrorAddress.FileOf(address, languages)!;
            if (await site.PageAsync(address, cancellation) is { } html)
            {
                var (made, links, files) = page.Make(name, html);
                needed.UnionWith(files);
                await folder.WriteAsync(name, Encoding.UTF8.GetBytes(made), cancellation);
                foreach (string link in links)
                    Add(link);
            }

            progress.Report((++done, known.Count));
        }

        // Last, so that no page names what came after it.
        foreach (string file in needed.Order(StringComparer.Ordinal))
            await folder.WriteAsync(file, await site.FileAsync(file, cancellation), cancellation);
        await folder.WriteAsync(MirrorPage.DatesFile, Encoding.UTF8.GetBytes(
            $"window.directoryMirror = {{ made: '{LocalDatePattern.Iso.Format(dates.Made)}', until: '{LocalDatePattern.Iso.Format(dates.Until)}' }};\n"), cancellation);

        // Two addresses can be of one file: the first page has two.
        void Add(string address)
        {
            if (MirrorAddress.FileOf(address, languages) is not { } name || !known.Add(name))
                return;
            if (known.Count > MostPages)
                throw new SettingException($"There are more than {MostPages} pages. A mirror is not for so many.");
            next.Enqueue(address);
        }
    }

    [GeneratedRegex("""<a href="/([a-zA-Z-]+)/" lang="\1" """)]
    private static partial Regex LanguageLink();
}
