using ServiceDirectory.Web.Pages.Account;

namespace ServiceDirectory.Web.Http;

/// <summary>What somebody sent and could not be taken then, as a form of one button that sends it again.</summary>
/// <param name="Action">Where to: path and query of this site.</param>
/// <param name="Fields">In their order.</param>
/// <param name="Button">What stands on it.</param>
public sealed record HeldForm(string Action, IReadOnlyList<KeyValuePair<string, string>> Fields, string Button)
{
    /// <summary>Every field of a form, but what opens an account: that is never sent back.</summary>
    public static List<KeyValuePair<string, string>> FieldsOf(IFormCollection form) =>
    [
        .. form.Where(field => field.Key is not (AccountField.Passphrase or AccountField.Code))
            .SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? ""))),
    ];
}
