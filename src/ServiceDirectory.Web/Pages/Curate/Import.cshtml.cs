using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Hsds.Import;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Brings a list in that an organisation keeps elsewhere: choose the file, look at what its columns are, say yes.</summary>
[Needs(Deed.ImportEntries)]
public sealed class ImportModel(ImportService imports, FeedDesk feeds, DirectorySecrets secrets, PlaceFinder places) : CurateModel
{
    /// <summary>Terms of another directory's list of which the page asks what they mean, those of most services first.</summary>
    public const int Asked = 40;

    /// <summary>Characters of the name of a list.</summary>
    public const int ListName = 80;

    /// <summary>Rows that are shown of each kind; how many there are besides is said.</summary>
    public const int Shown = 100;

    /// <summary>Reads the rows once more, as the columns are used now.</summary>
    public const string Look = "look";

    /// <summary>Writes what is new.</summary>
    public const string Bring = "bring";

    [BindProperty(Name = CurateField.File)]
    public IFormFile? TypedFile { get; set; }

    [BindProperty(Name = CurateField.Sheet)]
    public string? TypedSheet { get; set; }

    [BindProperty(Name = CurateField.Package)]
    public string? TypedPackage { get; set; }

    [BindProperty(Name = CurateField.List)]
    public string? TypedList { get; set; }

    [BindProperty(Name = CurateField.Term)]
    public string[] TypedTerms { get; set; } = [];

    [BindProperty(Name = CurateField.Means)]
    public string[] TypedMeans { get; set; } = [];

    [BindProperty(Name = CurateField.Use)]
    public string[] TypedUses { get; set; } = [];

    [BindProperty(Name = CurateField.Written)]
    public string? TypedLanguage { get; set; }

    [BindProperty(Name = CurateField.Anyway)]
    public int[] TypedAnyway { get; set; } = [];

    [BindProperty(Name = CurateField.Do)]
    public string? TypedDo { get; set; }

    /// <summary>The list that was read; null: none was chosen yet.</summary>
    public Sheet? Sheet { get; private set; }

    /// <summary>Another directory's list that was read; null: none was, or it is a spreadsheet.</summary>
    public FeedDraft? Draft { get; private set; }

    /// <summary>What that list is called.</summary>
    public string ListCalled { get; private set; } = "";

    /// <summary>The same, as it travels.</summary>
    public string? Sealed { get; private set; }

    public IReadOnlyList<ColumnUse> Uses { get; private set; } = [];

    public string Language { get; private set; } = CultureInfo.CurrentUICulture.Name;

    public ImportPlan Plan { get; private set; } = new([]);

    /// <summary>The columns are used as they were with a list of the same headers.</summary>
    public bool IsRemembered { get; private set; }

    /// <summary>Why a file could not be read, and where.</summary>
    public SheetException? Refused { get; private set; }

    /// <summary>Why another directory's list could not be read, and where.</summary>
    public FeedException? RefusedFeed { get; private set; }

    /// <summary>The key of what else was wrong; null: nothing.</summary>
    public string? Wrong { get; private set; }

    public PageResult OnGet() => Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await places.ReadyAsync(cancellationToken);
        if (TypedFile is { Length: > 0 })
            return await ReadAsync(TypedFile, cancellationToken);
        if (!string.IsNullOrEmpty(TypedPackage))
            return await OpenAsync(cancellationToken);
        Sheet = TravellingSheet.Open(secrets, Seat.OrganisationId, TypedSheet, Now);
        if (Sheet is null)
            return Refuse(string.IsNullOrEmpty(TypedSheet) ? "Import.NoFile" : "Import.Gone");
        if (!TryReadUses(Sheet, out var uses) || !PageLanguages.Written.Contains(TypedLanguage ?? Language))
            return BadRequest();
        (Uses, Language) = (uses, TypedLanguage ?? Language);
        if (!Uses.Contains(ColumnUse.Name) || TypedDo != Bring)
        {
            Wrong = Uses.Contains(ColumnUse.Name) ? null : "Import.NoName";
            return await ShowAsync(cancellationToken);
        }

        var outcome = await imports.BringInAsync(new BringIn(List(), Today), Actor, cancellationToken);
        return new SeeOther(Links.Brought(Seat.Code, outcome));
    }

    private async Task<IActionResult> ReadAsync(IFormFile file, CancellationToken cancellation)
    {
        using var place = await ImportBody.TakeAsync(HttpContext);
        if (place is null)
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        try
        {
            if (file.Length > SheetLimits.Bytes)
                throw new SheetException(SheetFault.TooLarge);
            using var bytes = new MemoryStream((int)file.Length);
            await file.CopyToAsync(bytes, cancellation);
            byte[] read = bytes.ToArray();
            if (Feed.Is(read))
                return await FeedAsync(read, NameOf(file.FileName), cancellation);
            Sheet = SheetReader.Read(read);
        }
        catch (SheetException refused)
        {
            Refused = refused;
            return NotSaved();
        }
        catch (FeedException refused)
        {
            RefusedFeed = refused;
            return NotSaved();
        }

        var remembered = await imports.RememberedAsync(Seat.OrganisationId, Sheet.Headers, cancellation);
        (Uses, IsRemembered) = (remembered ?? ColumnMatcher.Guess(Sheet.Headers), remembered is not null);
        return await ShowAsync(cancellation);
    }

    /// <summary>A list of another directory, once more, with what was said of it.</summary>
    private async Task<IActionResult> OpenAsync(CancellationToken cancellation)
    {
        using var place = await ImportBody.TakeAsync(HttpContext);
        if (place is null)
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (feeds.Open(Seat.OrganisationId, TypedPackage, Now) is not { } file)
            return Refuse("Import.Gone");
        if (!ModelState.IsValid || TypedTerms.Length != TypedMeans.Length || !PageLanguages.Written.Contains(TypedLanguage ?? Language))
            return BadRequest();
        Language = TypedLanguage ?? Language;
        return await FeedAsync(file, (TypedList ?? "").Trim(), cancellation);
    }

    private async Task<IActionResult> FeedAsync(byte[] file, string list, CancellationToken cancellation)
    {
        ListCalled = list;
        if (!ImportService.IsListName(list) || list.Length > ListName)
            Wrong = "Feed.NoList";
        var means = TypedTerms.Zip(TypedMeans).DistinctBy(said => said.First).ToDictionary(said => said.First, said => said.Second, StringComparer.Ordinal);
        Draft = await feeds.ReadAsync(Seat.OrganisationId, file, new FeedAnswers(list, Language, means, TypedAnyway), Today, cancellation);
        Plan = Draft.Plan;
        if (Wrong is null && TypedDo == Bring)
        {
            var outcome = await imports.BringInAsync(new BringEntries(Draft.All, Today), Actor, cancellation);
            return new SeeOther(Links.Brought(Seat.Code, outcome));
        }

        Sealed = feeds.Seal(Seat.OrganisationId, file, Now);
        HttpContext.SendUncompressed();
        return Wrong is null || TypedFile is not null ? Page() : NotSaved();
    }

    /// <summary>Of a file its name without what changes with each copy: "leeds 2026-11-27 (2).zip" is "leeds".</summary>
    private static string NameOf(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file.Split('/', '\\')[^1]);
        string words = string.Join(' ', name.Split(['-', '_', '.', ' ', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Any(char.IsLetter)));
        return words.Length > ListName ? words[..ListName] : words;
    }

    private bool TryReadUses(Sheet sheet, out IReadOnlyList<ColumnUse> uses)
    {
        var read = TypedUses.Select(typed => EnumSlug.TryParse<ColumnUse>(typed, out var use) ? use : (ColumnUse?)null).OfType<ColumnUse>().ToList();
        uses = read;
        return ModelState.IsValid && read.Count == TypedUses.Length && read.Count == sheet.Headers.Count;
    }

    private ReadList List() => new(Seat.OrganisationId, Sheet!, Uses, Language, [.. TypedAnyway]);

    private async Task<PageResult> ShowAsync(CancellationToken cancellation)
    {
        Sealed = TravellingSheet.Seal(secrets, Seat.OrganisationId, Sheet!, Now);
        Plan = Uses.Contains(ColumnUse.Name) ? await imports.PlanAsync(List(), cancellation) : Plan;
        HttpContext.SendUncompressed();
        return Wrong is null ? Page() : NotSaved();
    }

    private PageResult Refuse(string wrong)
    {
        Wrong = wrong;
        return NotSaved();
    }
}
